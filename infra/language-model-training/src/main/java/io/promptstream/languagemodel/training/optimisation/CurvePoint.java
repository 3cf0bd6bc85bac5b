package io.promptstream.languagemodel.training.optimisation;

/**
 * A point of the loss curve, in nats a token.
 *
 * @param step steps done
 * @param tokens trained on so far
 * @param loss mean training loss since the last point
 * @param textLoss of held-out plain text
 * @param labelledLoss of held-out labelled inputs with their phrases; 0 when the recipe has none
 */
public record CurvePoint(long step, long tokens, String phase, double loss, double textLoss, double labelledLoss) {}

package io.promptstream.languagemodel.training.optimisation;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param step steps done, of {@code steps}
 * @param loss mean training loss of the last steps, in nats a token
 * @param validation what held-out data said, when it was measured at this step
 */
public record TrainingProgress(
        long step,
        long steps,
        String phase,
        double loss,
        Optional<CurvePoint> validation,
        double tokensPerSecond,
        Duration timeLeft) {

    /** One line for a terminal. */
    public String line() {
        String measured = validation
                .map(point -> String.format(
                        Locale.ROOT, "  validation: text %.3f, labelled %.3f", point.textLoss(), point.labelledLoss()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "step %d/%d  %s  loss %.3f  %.0f tokens/s  %d:%02d left%s",
                step,
                steps,
                phase,
                loss,
                tokensPerSecond,
                timeLeft.toMinutes(),
                timeLeft.toSecondsPart(),
                measured);
    }
}

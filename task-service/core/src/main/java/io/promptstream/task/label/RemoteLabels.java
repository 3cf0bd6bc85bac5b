package io.promptstream.task.label;

import io.promptstream.event.Label;
import io.promptstream.task.label.LabelParser.Reading;
import io.promptstream.task.remote.reply.ChatReply;
import java.util.Arrays;
import java.util.List;

/**
 * Reads label logits off a {@link ChatReply}.
 *
 * <p>{@link LabelParser} says which label the text names. Where the endpoint gives the alternatives of the tokens,
 * {@link LabelChances} turns them into a logit for each label. The named one must have the largest: where the two disagree, or
 * the endpoint gives no alternatives, the named label has logit 0 and the others have {@value #UNNAMED}.
 */
public final class RemoteLabels {
    private static final double UNNAMED = -10;

    private RemoteLabels() {}

    /** Either logits or why there are none. */
    public sealed interface Read {
        /** Logits in the order of the labels. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Scored(double[] logits) implements Read {}

        /** Why the reply is no answer. */
        record Unclear(String reason) implements Read {}
    }

    public static Read read(ChatReply reply, List<Label> labels) {
        List<LabelForm> forms = LabelForm.of(labels);
        return switch (LabelParser.read(reply.text(), labels, forms, reply.cutOff())) {
            case Reading.Unclear unclear -> new Read.Unclear(unclear.reason());
            case Reading.Named named ->
                new Read.Scored(LabelChances.logits(reply.steps(), named, labels.size(), forms)
                        .filter(logits -> isHighest(named.label(), logits))
                        .orElseGet(() -> ofTextAlone(named.label(), labels.size())));
        };
    }

    private static boolean isHighest(int label, double[] logits) {
        for (int i = 0; i < logits.length; i++) {
            if (i != label && !(logits[i] < logits[label])) {
                return false;
            }
        }
        return true;
    }

    private static double[] ofTextAlone(int label, int labels) {
        double[] logits = new double[labels];
        Arrays.fill(logits, UNNAMED);
        logits[label] = 0;
        return logits;
    }
}

package io.promptstream.task.model;

import io.promptstream.event.Label;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads label logits off a {@link ChatReply}.
 *
 * <p>Where the endpoint gives the alternatives of the first token, a label's logit is the logarithm of the summed
 * probability of those that begin its verbalizer, and no other label's, regardless of case and white space. A label that
 * is not among them gets the smallest log-probability that is, an upper bound of its own.
 *
 * <p>Otherwise, or where no alternative begins a label, the first label named in the text as a whole word has logit 0 and
 * the others have {@value #UNNAMED}.
 */
final class RemoteLabels {
    private static final double UNNAMED = -10;

    private RemoteLabels() {}

    /** Logits in the order of the labels; empty if the reply names none. */
    static Optional<double[]> logits(ChatReply reply, List<Label> labels) {
        Optional<double[]> fromChances = fromChances(reply.firstToken(), labels);
        return fromChances.isPresent() ? fromChances : fromText(reply.text(), labels);
    }

    private static Optional<double[]> fromChances(List<ChatReply.TokenChance> chances, List<Label> labels) {
        double[] probabilities = new double[labels.size()];
        double smallest = 0;
        boolean any = false;
        for (ChatReply.TokenChance chance : chances) {
            if (!Double.isFinite(chance.logProbability())) {
                continue;
            }
            smallest = Math.min(smallest, chance.logProbability());
            int label = onlyLabelBeginningWith(normal(chance.token()), labels);
            if (label >= 0) {
                probabilities[label] += Math.exp(chance.logProbability());
                any |= probabilities[label] > 0;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        double[] logits = new double[labels.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = probabilities[i] > 0 ? Math.log(probabilities[i]) : smallest;
        }
        return Optional.of(logits);
    }

    private static int onlyLabelBeginningWith(String token, List<Label> labels) {
        int found = -1;
        if (!token.isEmpty()) {
            for (int i = 0; i < labels.size(); i++) {
                if (normal(labels.get(i).getVerbalizer()).startsWith(token)) {
                    if (found >= 0) {
                        return -1;
                    }
                    found = i;
                }
            }
        }
        return found;
    }

    private static Optional<double[]> fromText(String text, List<Label> labels) {
        String normal = normal(text);
        int best = -1;
        int bestAt = Integer.MAX_VALUE;
        for (int i = 0; i < labels.size(); i++) {
            int at = Math.min(
                    wordAt(normal, normal(labels.get(i).getVerbalizer())),
                    wordAt(normal, normal(labels.get(i).getName())));
            if (at < bestAt) {
                best = i;
                bestAt = at;
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        double[] logits = new double[labels.size()];
        Arrays.fill(logits, UNNAMED);
        logits[best] = 0;
        return Optional.of(logits);
    }

    /** Where the word stands first, not inside a longer one; {@link Integer#MAX_VALUE} if nowhere. */
    private static int wordAt(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean beginsWord = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            boolean endsWord = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (beginsWord && endsWord) {
                return at;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}

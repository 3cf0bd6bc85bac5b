package io.promptstream.task.label;

import io.promptstream.task.label.LabelParser.Reading;
import io.promptstream.task.remote.reply.ChatReply.Step;
import io.promptstream.task.remote.reply.ChatReply.TokenChance;
import java.util.List;
import java.util.Optional;

/**
 * The probability of each label, from the alternatives of an answer's tokens.
 *
 * <p>The tokens that were written are followed from the one in which the named label begins, for as long as another label
 * begins with what they spell. At each, an alternative takes its share of what is left to the label that its spelling
 * begins; one that begins several labels is divided among them evenly, and one that spells what was written goes the written
 * way. What is left where the written way ends, or where nothing more is known of it, belongs to the named label.
 * A label that gets nothing has at most the share of the least alternative that is told, and no more than the alternatives
 * leave over.
 */
final class LabelChances {
    /** A share that rounding may leave where the alternatives add up to all. */
    private static final double LEAST_REST = 1e-9;

    private final List<LabelForm> forms;
    private final double[] shares;
    private double left = 1;
    private double least = 1;

    private LabelChances(int labels, List<LabelForm> forms) {
        this.forms = forms;
        this.shares = new double[labels];
    }

    /** Logarithms of the labels' probabilities; empty if the tokens do not fit the text or tell nothing. */
    static Optional<double[]> logits(List<Step> steps, Reading.Named named, int labels, List<LabelForm> forms) {
        return LabelPath.find(steps, named).map(path -> new LabelChances(labels, forms).follow(path, named.label()));
    }

    private double[] follow(LabelPath path, int named) {
        String spelt = "";
        for (Step step : path.steps()) {
            String written = spelling(spelt, step.chosen().token());
            left *= branch(step, spelt, written);
            spelt = written;
            long open = forms.stream()
                    .filter(form -> begins(form, written))
                    .mapToInt(LabelForm::label)
                    .distinct()
                    .count();
            if (!written.isEmpty() && open < 2) {
                break;
            }
        }
        shares[named] += left;
        double[] logits = new double[shares.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.log(shares[i] > 0 ? shares[i] : least);
        }
        return logits;
    }

    /** Gives the alternatives their shares; what the written way has of the step. */
    private double branch(Step step, String spelt, String written) {
        double onTheWay = 0;
        double told = 0;
        double smallest = 1;
        boolean chosenIsTold = false;
        for (TokenChance alternative : step.alternatives()) {
            double chance = alternative.probability();
            if (chance == 0) {
                continue;
            }
            told += chance;
            smallest = Math.min(smallest, chance);
            chosenIsTold |= alternative.token().equals(step.chosen().token());
            String spelling = spelling(spelt, alternative.token());
            if (spelling.equals(written)) {
                onTheWay += chance;
            } else if (!spelling.isEmpty()) {
                share(spelling, left * chance);
            }
        }
        if (!chosenIsTold) {
            double chance = step.chosen().probability();
            told += chance;
            smallest = chance > 0 ? Math.min(smallest, chance) : smallest;
            onTheWay += chance;
        }
        least = Math.min(least, left * Math.min(smallest, Math.max(1 - told, LEAST_REST)));
        return Math.min(1, onTheWay);
    }

    private void share(String spelling, double share) {
        int[] labels = forms.stream()
                .filter(form -> begins(form, spelling))
                .mapToInt(LabelForm::label)
                .distinct()
                .toArray();
        if (labels.length == 0) {
            labels = forms.stream()
                    .filter(form -> isComplete(form, spelling))
                    .max((a, b) -> Integer.compare(a.text().length(), b.text().length()))
                    .stream()
                    .mapToInt(LabelForm::label)
                    .toArray();
        }
        for (int label : labels) {
            shares[label] += share / labels.length;
        }
    }

    /** Whether the form may still come of it. */
    private static boolean begins(LabelForm form, String spelling) {
        return form.text().startsWith(spelling);
    }

    /** Whether the form is there, with something behind it. */
    private static boolean isComplete(LabelForm form, String spelling) {
        return spelling.length() > form.text().length()
                && spelling.startsWith(form.text())
                && WordBounds.around(spelling, 0, form.text().length());
    }

    /** What the tokens so far and this one spell, without white space, quotes and marks before the label. */
    private String spelling(String spelt, String token) {
        String text = LabelForm.joined(spelt + LabelForm.normal(token).replaceAll("<\\|.*?\\|>|</s>", "\n"));
        String bare = text.replaceFirst("^[\\s\"'“”«»‘’*_`\\[({]+", "");
        if (forms.stream().anyMatch(form -> begins(form, bare) || isComplete(form, bare))) {
            return separated(bare);
        }
        return separated(bare.replaceFirst("^[^\\p{L}\\p{N}]+", ""));
    }

    /** A separator at the end is one whether or not a word follows. */
    private static String separated(String spelling) {
        return spelling.replaceFirst("(?<=[\\p{L}\\p{M}\\p{N}])[ \\t_\\-\\u2010\\u2011]+$", " ");
    }
}

package io.promptstream.local.evaluation;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How good a prompt is on some inputs.
 *
 * @param inputs how many there were
 * @param failed how many of them have no reward
 * @param failures those by the kind of their failure
 * @param accuracy share of inputs that were answered rightly, those that failed counted as wrong; null where right and wrong
 *     have no meaning
 * @param accuracyError its standard error, {@code sqrt(a (1 - a) / n)}
 * @param accuracyInterval its 95 % interval
 * @param accuracyByLabel recall: the same of the inputs of each label, in the task's order; empty without labels
 * @param inputsByLabel how many inputs those labels have
 * @param macroAccuracy mean of the labels' accuracies: each counts as much, however rare it is; null without labels
 * @param calibratedAccuracy the accuracy after each label's logit was lowered by its mean over the answers (batch calibration,
 *     arXiv 2309.17249): what the prompt tells inputs apart, without the balance between the label words. It uses no
 *     reference. Null where the answers are no scores of labels
 * @param auc for two labels, the area under the ROC curve of the difference of their logits, ties counted half; null for
 *     more labels or where all answers have the same label
 * @param confidence mean probability of the label that is answered with; null where the answers are no scores of labels
 * @param calibrationError expected calibration error: how far confidence and accuracy are apart, over bins of confidence
 * @param reward mean raw reward of those that have one; null where none has
 * @param rewardError its standard error, {@code s / sqrt(n)} with the sample's standard deviation; 0 for one reward
 * @param components means of what the rewards are made of, by name
 */
public record Measures(
        int inputs,
        int failed,
        Map<String, Failures> failures,
        @Nullable Double accuracy,
        @Nullable Double accuracyError,
        @Nullable Interval accuracyInterval,
        Map<String, Double> accuracyByLabel,
        Map<String, Long> inputsByLabel,
        @Nullable Double macroAccuracy,
        @Nullable Double calibratedAccuracy,
        @Nullable Double auc,
        @Nullable Double confidence,
        @Nullable Double calibrationError,
        @Nullable Double reward,
        @Nullable Double rewardError,
        Map<String, Double> components) {

    /**
     * Failures of one kind.
     *
     * @param example what the first of them says
     */
    public record Failures(long count, String example) {

        private Failures and(Failures later) {
            return new Failures(count + later.count(), example);
        }
    }

    /**
     * Measures of one prompt.
     *
     * @param labels of the task, in its order; none where it writes text
     */
    public static Measures of(List<Trial> trials, List<String> labels) {
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to measure: give at least one input");
        }
        var accuracy = accuracy(trials);
        var rewards =
                trials.stream().map(Trial::reward).filter(Objects::nonNull).toList();
        var scored = trials.stream().filter(Trial::scoresLabels).toList();
        var confidence = scored.isEmpty() ? null : Confidence.of(scored);
        var byLabel = accuracy == null ? Map.<String, Double>of() : byLabel(trials, labels);
        return new Measures(
                trials.size(),
                Math.toIntExact(
                        trials.stream().filter(trial -> trial.failure() != null).count()),
                failures(trials),
                accuracy,
                accuracy == null ? null : Math.sqrt(accuracy * (1 - accuracy) / counted(trials)),
                accuracy == null ? null : Interval.ofShare(accuracy, counted(trials)),
                byLabel,
                inputsByLabel(trials, labels, byLabel.keySet()),
                byLabel.isEmpty() ? null : mean(byLabel.values()),
                scored.isEmpty() ? null : calibratedAccuracy(scored, trials),
                labels.size() == 2 ? auc(scored) : null,
                confidence == null ? null : confidence.mean(),
                confidence == null ? null : confidence.error(),
                rewards.isEmpty() ? null : mean(rewards),
                rewards.isEmpty() ? null : standardError(rewards),
                components(trials));
    }

    private static Map<String, Failures> failures(List<Trial> trials) {
        var kinds = new TreeMap<String, Failures>();
        for (var trial : trials) {
            var failure = trial.failure();
            if (failure != null) {
                int colon = failure.indexOf(':');
                var kind = colon < 0 ? failure : failure.substring(0, colon);
                kinds.merge(kind, new Failures(1, failure.substring(colon + 1).strip()), Failures::and);
            }
        }
        return kinds;
    }

    /** Those that are right or wrong: what failed is wrong. */
    private static long counted(List<Trial> trials) {
        return trials.stream()
                .filter(trial -> trial.correct() != null || trial.failure() != null)
                .count();
    }

    private static @Nullable Double accuracy(List<Trial> trials) {
        if (trials.stream().allMatch(trial -> trial.correct() == null)) {
            return null;
        }
        return share(trials, trial -> Boolean.TRUE.equals(trial.correct()), counted(trials));
    }

    private static Map<String, Double> byLabel(List<Trial> trials, List<String> labels) {
        var accuracies = new LinkedHashMap<String, Double>();
        for (int label = 0; label < labels.size(); label++) {
            var alike = ofLabel(trials, label);
            if (!alike.isEmpty()) {
                accuracies.put(
                        labels.get(label), share(alike, trial -> Boolean.TRUE.equals(trial.correct()), alike.size()));
            }
        }
        return accuracies;
    }

    private static Map<String, Long> inputsByLabel(List<Trial> trials, List<String> labels, Set<String> present) {
        var inputs = new LinkedHashMap<String, Long>();
        present.forEach(label ->
                inputs.put(label, (long) ofLabel(trials, labels.indexOf(label)).size()));
        return inputs;
    }

    private static List<Trial> ofLabel(List<Trial> trials, int label) {
        return trials.stream().filter(trial -> trial.label() == label).toList();
    }

    private static double calibratedAccuracy(List<Trial> scored, List<Trial> trials) {
        var shift = new double[scored.getFirst().logits().size()];
        for (var trial : scored) {
            for (int label = 0; label < shift.length; label++) {
                shift[label] += trial.logits().get(label) / scored.size();
            }
        }
        long failed = trials.stream()
                .filter(trial -> trial.failure() != null && !trial.scoresLabels())
                .count();
        return share(scored, trial -> trial.hits(shift), scored.size() + failed);
    }

    /** Mann-Whitney: the share of pairs (one input of each label) that are ordered rightly. */
    private static @Nullable Double auc(List<Trial> scored) {
        long first = scored.stream().filter(trial -> trial.label() == 0).count();
        long second = scored.size() - first;
        if (first == 0 || second == 0) {
            return null;
        }
        var ordered = scored.stream()
                .sorted(Comparator.comparingDouble(Measures::difference))
                .toList();
        double rankSum = 0;
        for (int from = 0; from < ordered.size(); ) {
            int to = from;
            while (to < ordered.size() && difference(ordered.get(to)) == difference(ordered.get(from))) {
                to++;
            }
            // Equal values share the mean of their ranks, which begin with 1.
            double rank = (from + 1 + to) / 2.0;
            for (int at = from; at < to; at++) {
                rankSum += ordered.get(at).label() == 1 ? rank : 0;
            }
            from = to;
        }
        return (rankSum - second * (second + 1) / 2.0) / ((double) first * second);
    }

    private static double difference(Trial trial) {
        return trial.logits().get(1) - trial.logits().get(0);
    }

    private static Map<String, Double> components(List<Trial> trials) {
        return trials.stream()
                .flatMap(trial -> trial.components().entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, TreeMap::new, Collectors.averagingDouble(Map.Entry::getValue)));
    }

    private static double share(List<Trial> trials, Predicate<Trial> which, long of) {
        return trials.stream().filter(which).count() / (double) of;
    }

    private static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
    }

    private static double standardError(List<Double> values) {
        if (values.size() < 2) {
            return 0;
        }
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.size() - 1) / values.size());
    }
}

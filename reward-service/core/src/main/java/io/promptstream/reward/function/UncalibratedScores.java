package io.promptstream.reward.function;

import io.promptstream.event.LabelCalibration;
import io.promptstream.event.LabelScore;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.util.List;
import java.util.stream.IntStream;

/** What the task model said of each label before an answer was calibrated. */
public final class UncalibratedScores {
    private UncalibratedScores() {}

    /** Natural logarithms of the labels' probabilities, in the task's order; none where the task is not calibrated. */
    public static List<Float> of(TaskOutput output, Task task) {
        List<LabelScore> scores = output.getScores();
        if (task.getCalibration() != LabelCalibration.BATCH || scores.isEmpty()) {
            return List.of();
        }
        List<Float> shift = output.getProvenance().getLabelShift();
        double[] logits = IntStream.range(0, scores.size())
                .mapToDouble(
                        label -> scores.get(label).getLogit() + (shift.size() == scores.size() ? shift.get(label) : 0))
                .toArray();
        double highest = IntStream.range(0, logits.length)
                .mapToDouble(label -> logits[label])
                .max()
                .orElseThrow();
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - highest);
        }
        double all = highest + Math.log(sum);
        return IntStream.range(0, logits.length)
                .mapToObj(label -> (float) (logits[label] - all))
                .toList();
    }

    /**
     * Means over answers, label by label.
     *
     * @param scores of each answer; those without any are left out
     * @return none where no answer has scores, or they are not of the same labels
     */
    public static List<Float> mean(List<List<Float>> scores) {
        List<List<Float>> known = scores.stream().filter(one -> !one.isEmpty()).toList();
        int labels = known.isEmpty() ? 0 : known.getFirst().size();
        if (!known.stream().allMatch(one -> one.size() == labels)) {
            return List.of();
        }
        return IntStream.range(0, labels)
                .mapToObj(label -> (float) known.stream()
                        .mapToDouble(one -> one.get(label))
                        .average()
                        .orElseThrow())
                .toList();
    }
}

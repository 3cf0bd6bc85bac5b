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
}

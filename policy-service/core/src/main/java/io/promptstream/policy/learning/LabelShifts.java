package io.promptstream.policy.learning;

import io.promptstream.event.LabelCalibration;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is taken off the labels' log-probabilities under each prompt before an answer is read: their means over other queries
 * (batch calibration, Zhou et al., arXiv 2309.17249, with running means in place of a batch). Without that a prompt that makes one
 * label more probable for every input answers with that label alone.
 */
public final class LabelShifts {
    /** Queries that the mean over all prompts counts for, where a prompt was tried itself. */
    private static final double PRIOR_QUERIES = 4;

    /** Nothing is taken off. */
    public static final LabelShifts NONE = new LabelShifts(List.of(), Map.of());

    private final List<Double> usual;
    private final Map<String, PromptStanding> known;

    private LabelShifts(List<Double> usual, Map<String, PromptStanding> known) {
        this.usual = usual;
        this.known = known;
    }

    /** As the task's snapshot knows them; none where the task is not calibrated, or was another one then. */
    public static LabelShifts of(Task task, Optional<PolicySnapshot> newest) {
        if (task.getCalibration() != LabelCalibration.BATCH) {
            return NONE;
        }
        int labels = task.getLabels().size();
        return newest.filter(snapshot -> TaskLearner.continues(task, snapshot))
                .filter(snapshot -> snapshot.getTaskRevision() == task.getRevision())
                .filter(snapshot -> snapshot.getLabelScores().size() == labels)
                .map(snapshot -> of(snapshot, labels))
                .orElse(NONE);
    }

    private static LabelShifts of(PolicySnapshot snapshot, int labels) {
        Map<String, PromptStanding> known = new HashMap<>();
        Stream.of(snapshot.getChampion().stream(), snapshot.getContenders().stream(), Contexts.standings(snapshot))
                .flatMap(standings -> standings)
                .filter(standing -> standing.getLabelScores().size() == labels)
                .forEach(standing -> known.putIfAbsent(standing.getPrompt().getText(), standing));
        return new LabelShifts(snapshot.getLabelScores(), known);
    }

    /** What is taken off under this prompt, in the order of the task's labels; empty: nothing. */
    public List<Float> of(String prompt) {
        PromptStanding standing = known.get(prompt);
        double queries = standing == null ? 0 : Math.min(standing.getQueries(), Standing.MEMORY);
        List<Float> shift = new ArrayList<>(usual.size());
        for (int label = 0; label < usual.size(); label++) {
            double own = standing == null ? 0 : standing.getLabelScores().get(label);
            shift.add((float) ((queries * own + PRIOR_QUERIES * usual.get(label)) / (queries + PRIOR_QUERIES)));
        }
        return shift;
    }
}

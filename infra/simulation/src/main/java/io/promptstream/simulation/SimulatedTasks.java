package io.promptstream.simulation;

import io.promptstream.event.Label;
import io.promptstream.event.LabelCalibration;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RewardNormalisation;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tasks that are put, each in several variants, and the right answers to their queries. */
final class SimulatedTasks {
    static final String MODEL = "hashed";
    static final int WINDOW_MILLIS = 10_000;

    private static final List<Label> LABELS = List.of(new Label("yes", "great"), new Label("no", "terrible"));

    private SimulatedTasks() {}

    static String id(int task) {
        return "task-" + task;
    }

    /** The right answers of tasks differ on queries of the same id. */
    static String label(int task, int query, boolean corrected) {
        return LABELS.get((task + query + (corrected ? 1 : 0)) % LABELS.size()).getName();
    }

    static Task definition(int task, int variant, Optional<Task> present) {
        return Task.newBuilder()
                .setTaskId(id(task))
                .setRevision(0)
                .setTemplate("{input} {prompt}")
                .setKind(OutputKind.CLASSIFICATION)
                .setLabels(LABELS)
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.LABEL_MARGIN)
                        .setCorrectScale(variant == 2 ? 100 : 200)
                        .setWindowMillis(WINDOW_MILLIS)
                        .setMissing(task == 1 ? MissingRewardRule.DEFAULT_VALUE : MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(TaskModelDefinition.newBuilder()
                        .setKind(TaskModelKind.LOCAL)
                        .setName(MODEL)
                        .build())
                .setCalibration(isBayesian(task, variant) ? LabelCalibration.BATCH : LabelCalibration.NONE)
                .setPolicy(policy(task, variant))
                .setHandWrittenPrompts(task == 2 ? List.of("do this", "do that", "do it now") : List.of())
                .setPromotion(present.flatMap(Task::getPromotion).orElse(null))
                .setCreatedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }

    /** One task changes its kind of policy, and with it whether its answers are calibrated. */
    private static boolean isBayesian(int task, int variant) {
        return task == 0 && variant == 1;
    }

    private static PolicyKind kind(int task, int variant) {
        return isBayesian(task, variant) ? PolicyKind.BAYESIAN : task == 2 ? PolicyKind.FIXED : PolicyKind.RLPROMPT;
    }

    private static PolicyDefinition policy(int task, int variant) {
        return PolicyDefinition.newBuilder()
                .setKind(kind(task, variant))
                .setPromptLength(2)
                .setPromptsPerRound(task == 0 ? 3 : 2)
                .setContendersPerRound(task == 0 ? 1 : 0)
                .setQueriesPerRound(2)
                .setRoundsInFlight(3)
                .setMaxLag(4)
                .setTopK(8)
                .setHiddenSize(variant == 1 ? 3 : 4)
                .setLearningRate(0.01)
                .setNormalisation(task == 1 ? RewardNormalisation.RUNNING : RewardNormalisation.ROUND)
                .setSeed(task)
                .setRoundAgeMillis(15_000)
                .build();
    }
}

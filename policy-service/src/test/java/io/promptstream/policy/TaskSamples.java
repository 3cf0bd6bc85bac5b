package io.promptstream.policy;

import io.promptstream.event.Label;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Query;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import java.time.Instant;
import java.util.List;

/** Tasks and queries that tests start from. */
public final class TaskSamples {
    /** As the interface takes it: rounds of 4 prompts on 2 queries, 3 rounds in flight. */
    public static final String JSON = """
            {"labels": [{"name": "positive", "verbalizer": "great"}, {"name": "negative", "verbalizer": "terrible"}],
             "reward": {"window": "PT20S"},
             "policy": {"promptLength": 2, "promptsPerRound": 4, "queriesPerRound": 2, "roundsInFlight": 3, "maxLag": 4,
                        "candidates": 40, "hiddenSize": 16, "learningRate": 0.01}}""";

    /** As {@link #JSON} with all words as candidates, as {@link RoundSamples#rounds} needs it. */
    public static final String JSON_WITH_ALL_WORDS = JSON.replace("\"candidates\": 40", "\"candidates\": 0");

    private TaskSamples() {}

    /** A classification with rounds of 4 prompts on 2 queries, 2 rounds in flight. */
    public static Task task(String id) {
        return Task.newBuilder()
                .setTaskId(id)
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(OutputKind.CLASSIFICATION)
                .setLabels(List.of(new Label("yes", "great"), new Label("no", "terrible")))
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.LABEL_MARGIN)
                        .setWindowMillis(10_000)
                        .setMissing(MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(TaskModelDefinition.newBuilder()
                        .setKind(TaskModelKind.LOCAL)
                        .setName("bundled")
                        .build())
                .setPolicy(policy())
                .setCreatedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }

    /** As {@link #task}, with a champion and contenders. */
    public static Task contested(String id, int contendersPerRound) {
        return Task.newBuilder(task(id))
                .setPolicy(PolicyDefinition.newBuilder(policy())
                        .setContendersPerRound(contendersPerRound)
                        .build())
                .build();
    }

    public static PolicyDefinition policy() {
        return PolicyDefinition.newBuilder()
                .setKind(PolicyKind.RLPROMPT)
                .setPromptLength(2)
                .setPromptsPerRound(4)
                .setQueriesPerRound(2)
                .setRoundsInFlight(2)
                .setMaxLag(8)
                .setHiddenSize(8)
                .setLearningRate(0.01)
                .setSeed(5)
                .build();
    }

    public static PolicyDefinition policy(int promptLength) {
        return PolicyDefinition.newBuilder(policy())
                .setPromptLength(promptLength)
                .build();
    }

    public static Query query(String taskId, String queryId) {
        return Query.newBuilder()
                .setQueryId(queryId)
                .setTaskId(taskId)
                .setText("text of " + queryId)
                .setAskedAt(Instant.EPOCH)
                .build();
    }
}

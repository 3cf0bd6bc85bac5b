package io.promptstream.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.Label;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.input.TaskInput;
import io.promptstream.task.local.FakeCausalModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoreTrialsTest {

    private final FakeCausalModel model = new FakeCausalModel(8);
    private final Task task = task();
    private final CoreTrials trials = new CoreTrials(task, model);

    @AfterEach
    void close() {
        trials.close();
    }

    @Test
    void answersAreScoredByTheTasksReward() {
        // Given a prompt that makes the model look at the words of the input
        var attempts = List.of(
                new Attempt(input("so bad bad", "negative"), "now"), new Attempt(input("so good", "negative"), "now"));

        // When
        var scored = scored(attempts);

        // Then
        assertThat(scored).extracting(Trial::correct).containsExactly(true, false);
        assertThat(scored).extracting(Trial::logits).containsExactly(List.of(0.0, 2.0), List.of(1.0, 0.0));
        assertThat(scored.get(0).reward()).isCloseTo(200 * Math.tanh(1), within(1e-9));
        assertThat(scored.get(1).reward()).isCloseTo(-180 * Math.tanh(0.5), within(1e-9));
        assertThat(trials.modelId()).isEqualTo("bundled@fake");
    }

    @Test
    void meanRewardsStandInTheOrderOfThePrompts() {
        // Given two prompts, of which one makes the model always say 'good'
        var inputs = List.of(input("so bad", "negative"), input("so bad bad", "negative"), input("so bad", "negative"));
        var done = new AtomicLong();

        // When
        var rewards = trials.meanRewards(
                List.of("now", "good good good good"), inputs, (some, total) -> done.set(some * 100 + total));

        // Then
        assertThat(rewards[0]).isPositive();
        assertThat(rewards[1]).isNegative();
        assertThat(rewards[0]).isCloseTo((2 * 200 * Math.tanh(0.5) + 200 * Math.tanh(1)) / 3, within(1e-9));
        assertThat(done).hasValue(606);
    }

    @Test
    void anInputThatIsTooLongFailsAndCountsNothing() {
        // Given
        var tooLong = input("good ".repeat(20).strip(), "positive");

        // Then
        assertThat(scored(List.of(new Attempt(tooLong, "now"))))
                .singleElement()
                .satisfies(trial -> assertThat(trial.failure()).startsWith("INPUT_TOO_LONG: "));
        assertThat(trials.meanRewards(List.of("now"), List.of(tooLong), (done, total) -> {}))
                .containsExactly(0);
    }

    @Test
    void earlierTurnsAreReadAsTheTaskServiceReadsThem() {
        // Given a word that only the earlier turn holds
        var without = new TaskInput(1, "it", List.of(), Map.of(), "negative");
        var with = new TaskInput(2, "it", List.of("so bad indeed"), Map.of(), "negative");

        // Then
        assertThat(scored(List.of(new Attempt(without, "now"), new Attempt(with, "now"))))
                .extracting(Trial::correct)
                .containsExactly(false, true);
        assertThat(model.scoredPrefixes()).contains("so bad indeed\nit");
    }

    private List<Trial> scored(List<Attempt> attempts) {
        var outputs = trials.outputs(attempts);
        var scored = new ArrayList<Trial>();
        for (int at = 0; at < attempts.size(); at++) {
            scored.add(CoreTrials.trial(task, CoreTrials.reward(task.getReward()), attempts.get(at), outputs.get(at)));
        }
        return scored;
    }

    private static TaskInput input(String text, String label) {
        return new TaskInput(1, text, List.of(), Map.of(), label);
    }

    private static Task task() {
        return Task.newBuilder()
                .setTaskId("opinions")
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(OutputKind.CLASSIFICATION)
                .setLabels(List.of(new Label("positive", "good"), new Label("negative", "bad")))
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.LABEL_MARGIN)
                        .setWindowMillis(30_000)
                        .setMissing(MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(TaskModelDefinition.newBuilder()
                        .setKind(TaskModelKind.LOCAL)
                        .setName("bundled")
                        .build())
                .setPolicy(PolicyDefinition.newBuilder()
                        .setKind(PolicyKind.RLPROMPT)
                        .build())
                .setCreatedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }
}

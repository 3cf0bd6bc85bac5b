package io.promptstream.reward.app.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyHarness;
import io.promptstream.reward.app.TopologyTestBase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScoringFailureTest extends TopologyTestBase {
    @Test
    void passesAFailureOnAtOnce() {
        // When
        harness.answer(Events.failure("q", Events.explore(ROUND, 2, 2, 0, 1), FailureCode.INPUT_TOO_LONG));

        // Then
        Reward reward = harness.onlyReward();
        assertThat(reward.getValue()).isEmpty();
        assertThat(reward.getFailure()).contains(FailureCode.INPUT_TOO_LONG);
    }

    @Test
    void waitsForATaskThatIsNotKnownYet() {
        // Given
        harness.put(Task.newBuilder(Events.task()).setRevision(0).build());
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));
        assertThat(harness.rewards()).isEmpty();

        // When
        harness.put(Events.task());
        harness.pass(Duration.ofSeconds(1));

        // Then
        assertThat(harness.onlyReward().getValue()).isPresent();
    }

    @Test
    void failsAnOutputWhoseTaskStaysUnknown() {
        // Given
        harness.close();
        harness = new TopologyHarness(stateDir);
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.pass(TopologyHarness.CONFIGURATION.taskPatience().plusSeconds(1));

        // Then
        assertThat(harness.onlyReward().getFailure()).contains(FailureCode.UNKNOWN_TASK);
    }

    @Test
    void failsATaskOfAnUnknownKind() {
        // Given
        harness.put(Events.task(Events.reward(RewardKind.UNKNOWN, MissingRewardRule.LEAVE_OUT)));

        // When
        harness.answer(Events.output("q", YES, 0));

        // Then
        assertThat(harness.onlyReward().getFailure()).contains(FailureCode.UNSUPPORTED_TASK);
    }
}

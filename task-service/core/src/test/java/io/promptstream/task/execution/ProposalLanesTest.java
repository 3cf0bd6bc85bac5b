package io.promptstream.task.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.TaskOutput;
import io.promptstream.task.Events;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which lanes proposals belong to, and what is not asked of a model. */
class ProposalLanesTest extends ExecutorFixture {
    @Test
    void asksNoModelForARoundThatIsClosed() throws InterruptedException {
        // Given
        Instant tooLongAgo = Events.NOW.minus(Events.WINDOW).minusMillis(1);

        // When
        List<TaskOutput> outputs = execute(List.of(
                Events.exploration("late", "weather", tooLongAgo),
                Events.exploration("due", "weather", Events.NOW.minus(Events.WINDOW)),
                Events.proposal("served", "weather", "tuesday", "rain", 1, tooLongAgo)));

        // Then
        assertThat(failure(outputs.get(0)).getCode()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
        assertThat(failure(outputs.get(0)).getMessage())
                .contains("closed", "PT30S", "reward.window", "policy.roundsInFlight");
        assertThat(outputs.get(1).getText()).contains("sun");
        assertThat(outputs.get(2).getText()).contains("rain");
    }

    @Test
    void wakesNoModelWhenEveryRoundIsClosed() throws InterruptedException {
        // When
        List<TaskOutput> outputs =
                execute(List.of(Events.exploration("late", "weather", Events.NOW.minus(Duration.ofHours(1)))));

        // Then
        assertThat(fake.scoredPrefixes()).isEmpty();
        assertThat(failure(outputs.getFirst()).getCode()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
    }

    @Test
    void sendsProposalsToWhatTheyWaitFor() {
        // Given
        put(Events.classification("elsewhere", Events.local("large"), "sun", "rain"));
        put(Events.generation("remote", Events.remote("http://one/v1", "ONE_API_KEY")));
        put(Events.generation("same", Events.remote("http://one/v1", "ONE_API_KEY")));
        put(Events.generation("other", Events.remote("http://one/v1", null)));
        put(Events.generation("secret", Events.remote("http://user:password@one/v1", null)));

        // When / Then
        assertThat(laneOf("weather")).isEqualTo(new LaneKey.Local("tiny"));
        assertThat(laneOf("elsewhere")).isEqualTo(new LaneKey.Unanswerable());
        assertThat(laneOf("secret")).isEqualTo(new LaneKey.Unanswerable());
        assertThat(executor.laneOf(Events.proposal("p", "nowhere", "a", "b"))).isEqualTo(new LaneKey.Unanswerable());
        assertThat(laneOf("remote"))
                .isEqualTo(new LaneKey.Remote(URI.create("http://one/v1"), Optional.of("ONE_API_KEY")))
                .isEqualTo(laneOf("same"))
                .isNotEqualTo(laneOf("other"));
    }

    @Test
    void leavesAloneWhatBelongsToAnotherLaneNow() throws InterruptedException {
        // Given
        LaneKey before = laneOf("weather");
        put(Events.generation("weather", Events.remote("http://one/v1", null)));

        // When / Then
        assertThat(executor.execute(before, List.of(Events.proposal("p", "weather", "a", "b"))))
                .containsExactly(Optional.empty());
    }

    private LaneKey laneOf(String taskId) {
        return executor.laneOf(Events.proposal("p", taskId, "a", "b"));
    }
}

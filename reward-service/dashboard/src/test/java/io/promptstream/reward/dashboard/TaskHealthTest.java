package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.Events;
import io.promptstream.reward.dashboard.TaskHealth.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What state a task is in, and why. */
class TaskHealthTest {
    private final WatchedLoop watched = new WatchedLoop();
    private final LoopView loop = watched.view;

    @Test
    void aTaskThatFailsLooksFailingUntilItsAnswersAreGoodAgain() {
        // When
        watched.answers("q0");
        watched.fails("q1", "no such model \"x\"", watched.now);

        // Then
        assertThat(health().state()).isEqualTo(State.FAILING);
        assertThat(health().stateReason())
                .isEqualTo("1 of the last 2 answers failed; the latest: MODEL_UNAVAILABLE: no such model \"x\"");

        // When another failure comes, the reason is still that of the answers
        loop.deadLetter(WatchedLoop.letter(1, Events.TASK, "q3"));
        assertThat(health().stateReason()).endsWith("MODEL_UNAVAILABLE: no such model \"x\"");

        // When hours pass, it still fails
        watched.now = watched.now.plus(Duration.ofHours(3));
        assertThat(health().state()).isEqualTo(State.FAILING);

        // When
        watched.answers("q2");
        watched.answers("q4");
        loop.rewarded(Events.reward("q2", LoopEvents.EXPLORE, 20.0));

        // Then
        assertThat(health().state()).isEqualTo(State.SERVING_ONLY);
        assertThat(health().failureTotal()).isEqualTo(2);
    }

    @Test
    void tellsWhatIsLearningIdleUnrewardedAndStalled() {
        assertThat(health().state()).isEqualTo(State.IDLE);

        // When queries wait
        loop.asked(Events.query("q", null), null);
        assertThat(health().state()).isEqualTo(State.SERVING_ONLY);
        watched.now = watched.now.plusSeconds(61);
        assertThat(health().state()).isEqualTo(State.STALLED);
        assertThat(health().stateReason()).isEqualTo("queries wait for an answer since " + Events.TIME);

        // When they are answered, and nothing is rewarded
        watched.answers("q");
        loop.noted(watched.note("q", "p", ScoringNoteReason.NO_FEEDBACK, "no reference within 30 s"));
        assertThat(health().state()).isEqualTo(State.UNREWARDED);
        assertThat(health().stateReason())
                .isEqualTo(
                        "none of the last 1 answers was rewarded; the latest: NO_FEEDBACK: no reference within 30 s");

        // When explorations are rewarded
        loop.rewarded(Events.reward("q", LoopEvents.EXPLORE, 20.0));
        assertThat(health().state()).isEqualTo(State.LEARNING);
        assertThat(health().stateReason()).isEmpty();

        // When nothing happens any more, and then the task is deleted
        watched.now = watched.now.plus(Duration.ofMinutes(6));
        assertThat(health().state()).isEqualTo(State.IDLE);
        watched.tasks = List.of();
        assertThat(health().state()).isEqualTo(State.DELETED);
    }

    @Test
    void saysThatATaskWhoseAnswersPeopleRateCannotLearn() {
        // Given
        RewardDefinition ratings = RewardDefinition.newBuilder(Events.task().getReward())
                .setKind(RewardKind.RATING)
                .build();
        watched.tasks = List.of(Events.task(ratings));

        // When
        watched.answers("q");

        // Then
        assertThat(health().state()).isEqualTo(State.SERVING_ONLY);
        assertThat(health().cannotLearn()).contains("cannot learn this way", "reward.ratedBy: judge");

        // When
        watched.tasks = List.of(Events.task(
                RewardDefinition.newBuilder(ratings).setRatedBy(RatedBy.JUDGE).build()));

        // Then
        assertThat(health().cannotLearn()).isNull();
    }

    private TaskHealth health() {
        return Feed.Source.of(loop)
                .open(View.OVERVIEW, null, null)
                .next()
                .tasks()
                .getFirst()
                .health();
    }
}

package io.promptstream.reward.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task that is deleted and put again under the same id is another one, although queries and proposals have the same ids. */
class DeletedTasksTest {
    private static final long BEFORE = 1;
    private static final long PRESENT = 5;
    private static final Duration RETENTION = Duration.ofHours(1);

    private long now = Events.TIME.toEpochMilli();
    private Optional<Task> task = Optional.of(task(BEFORE));
    private final QueryMemory memory = new QueryMemory();
    private final QueryScoring scoring = new QueryScoring(
            memory, id -> task, new ScoringSettings(Duration.ofSeconds(10), Duration.ofMillis(500), RETENTION));
    private final List<Reward> rewards = new ArrayList<>();
    private final List<ScoringEffect> effects = new ArrayList<>();

    @Test
    void anAnswerThatWaitsForFeedbackFailsOnce() {
        // Given
        answer(BEFORE);
        assertThat(rewards).isEmpty();

        // When
        task = Optional.of(task(PRESENT));
        ask("yes");
        wake();
        answer(BEFORE);

        // Then
        assertThat(rewards).extracting(Reward::getFailure).containsExactly(Optional.of(FailureCode.TASK_DELETED));
    }

    @Test
    void anAnswerThatWaitsFailsWithoutAnotherEventOfItsQuery() {
        // Given
        answer(BEFORE);

        // When
        task = Optional.of(task(PRESENT));
        now += Events.WINDOW.toMillis();
        wake();

        // Then
        assertThat(rewards).extracting(Reward::getFailure).containsExactly(Optional.of(FailureCode.TASK_DELETED));
    }

    @Test
    void anAnswerThatHasItsRewardGetsNoOther() {
        // Given
        ask("yes");
        answer(BEFORE);
        assertThat(rewards)
                .singleElement()
                .satisfies(reward -> assertThat(reward.getFailure()).isEmpty());

        // When
        task = Optional.of(task(PRESENT));
        say("no");
        answer(BEFORE);
        wake();

        // Then
        assertThat(rewards).hasSize(1);
        assertThat(effects).contains(new ScoringEffect.Repeated(Events.TASK));
    }

    @Test
    void anAnswerUnderAnOldProposalIdIsAnotherOne() {
        // Given
        ask("yes");
        answer(BEFORE);

        // When
        task = Optional.of(task(PRESENT));
        ask("no");
        answer(PRESENT);
        answer(PRESENT);
        answer(BEFORE);

        // Then each has one reward, by what was said to its own task
        assertThat(rewards).extracting(Reward::getRevision).containsExactly(0, 0);
        assertThat(rewards)
                .extracting(reward -> reward.getReference().orElseThrow())
                .containsExactly("yes", "no");
    }

    @Test
    void evidenceOfTheTaskBeforeDoesNotCount() {
        // Given
        ask("yes");
        say("yes");

        // When
        task = Optional.of(task(PRESENT));
        answer(PRESENT);

        // Then
        assertThat(rewards).isEmpty();

        // When
        say("no");

        // Then
        assertThat(rewards)
                .extracting(reward -> reward.getReference().orElseThrow())
                .containsExactly("no");
    }

    /** The scorer learns late that the task was put again; the answer says it first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerOfTheNewTaskStaysOpenWhenTheTaskBecomesKnown(boolean deleted) {
        // Given
        answer(BEFORE);
        task = deleted ? Optional.empty() : task;
        answer(PRESENT);
        assertThat(rewards)
                .as("the one before is over, since there is another")
                .extracting(Reward::getFailure)
                .containsExactly(Optional.of(FailureCode.TASK_DELETED));

        // When
        task = Optional.of(task(PRESENT));
        say("no");

        // Then
        assertThat(rewards).hasSize(2);
        assertThat(rewards.getLast().getReference()).contains("no");
        answer(PRESENT);
        answer(BEFORE);
        assertThat(rewards).hasSize(2);
    }

    @Test
    void anAnswerOfTheTaskBeforeThatComesLateFailsOnce() {
        // Given
        task = Optional.of(task(PRESENT));
        ask("no");
        answer(PRESENT);

        // When
        answer(BEFORE);
        answer(BEFORE);

        // Then
        assertThat(rewards)
                .extracting(Reward::getFailure)
                .containsExactly(Optional.empty(), Optional.of(FailureCode.TASK_DELETED));
    }

    @Test
    void aScorerThatKnowsLessThanTheOneBeforeItForgetsNothing() {
        // Given an answer that a scorer has rewarded who knew the present task
        task = Optional.of(task(PRESENT));
        ask("no");
        answer(PRESENT);

        // When the next one does not know it yet
        task = Optional.of(task(BEFORE));
        answer(PRESENT);
        answer(BEFORE);

        // Then nothing is rewarded again, or by evidence of another task
        assertThat(rewards)
                .extracting(Reward::getFailure)
                .containsExactly(Optional.empty(), Optional.of(FailureCode.TASK_DELETED));
    }

    @Test
    void everythingIsForgottenInTheEnd() {
        // Given
        ask("yes");
        answer(BEFORE);
        task = Optional.of(task(PRESENT));
        answer(PRESENT);
        answer(BEFORE);

        // When
        for (int pass = 0; pass < 3; pass++) {
            now += RETENTION.multipliedBy(2).toMillis();
            wake();
        }

        // Then
        assertThat(memory.size()).isZero();
    }

    private static Task task(long firstRevision) {
        return Task.newBuilder(Events.task())
                .setFirstRevision(firstRevision)
                .setRevision(firstRevision)
                .build();
    }

    private void ask(String reference) {
        apply(new ScoringEvent.Asked(Events.TASK, reference));
    }

    private void answer(long firstRevision) {
        TaskOutput output = Events.output("q1", 2, 1);
        Provenance provenance = Provenance.newBuilder(output.getProvenance())
                .setTaskRevision(firstRevision)
                .setTaskFirstRevision(firstRevision)
                .build();
        output = TaskOutput.newBuilder(output).setProvenance(provenance).build();
        apply(new ScoringEvent.Answered(KeptOutput.of(output)));
    }

    private void say(String reference) {
        apply(new ScoringEvent.FeedbackGiven(Events.withId(reference + now, Events.reference("q1", null, reference))));
    }

    private void apply(ScoringEvent event) {
        note(scoring.apply("q1", event, ++now, null, now));
    }

    private void wake() {
        note(scoring.wake(new QueryKey(Events.TASK, "q1"), ++now));
    }

    private void note(List<ScoringEffect> more) {
        effects.addAll(more);
        more.forEach(effect -> {
            if (effect instanceof ScoringEffect.Rewarded rewarded) {
                rewards.add(rewarded.reward());
            }
        });
    }
}

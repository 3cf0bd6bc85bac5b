package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.learning.TaskLearner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the learners write into the policies' history. */
class PolicyHistoryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5), ZoneOffset.UTC);
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Learners learners = learners();
    private final Task task = TaskSamples.contested("task", 2);

    @Test
    void aTaskBeginsAndLearns() {
        // When
        learners.open(task, Optional.empty(), Optional.empty());
        learners.learn(task, round(1, 0));
        learners.learn(task, round(2, /* too new */ 9));
        PolicyUpdate updates = learners.takeUpdates().getFirst();

        // Then
        assertThat(kinds(updates)).containsExactly(PolicyEventKind.BEGAN, PolicyEventKind.LEARNED);
        PolicyEvent began = updates.steps().getFirst();
        assertThat(began.getVersion()).isZero();
        assertThat(began.getTask()).contains(task);
        assertThat(began.getCodeVersion()).isEqualTo("test");
        PolicyEvent learned = updates.steps().getLast();
        assertThat(learned.getLearned())
                .isEqualTo(updates.snapshot().getLearned())
                .hasSize(2);
        assertThat(learned.getTask()).isEmpty();
        assertThat(learned.getVersion()).isEqualTo(1);
        assertThat(learned.getDigest()).isEqualTo(updates.snapshot().getDigest());
        assertThat(learners.takeUpdates()).isEmpty();
    }

    @Test
    void aRestartIsNoStep() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        learners.learn(task, round(1, 0));
        PolicySnapshot published = learners.takeUpdates().getFirst().snapshot();

        // When
        Learners restarted = learners();
        restarted.open(task, Optional.of(published), Optional.empty());
        restarted.learn(task, round(2, 1));

        // Then
        assertThat(kinds(restarted.takeUpdates().getFirst())).containsExactly(PolicyEventKind.LEARNED);
    }

    @Test
    void aRestartUnderAnotherRevisionIsOne() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        PolicySnapshot published = learners.takeUpdates().getFirst().snapshot();

        // When
        Learners restarted = learners();
        restarted.open(faster(2), Optional.of(published), Optional.empty());

        // Then
        PolicyEvent continued = restarted.takeUpdates().getFirst().steps().getFirst();
        assertThat(continued.getKind()).isEqualTo(PolicyEventKind.CONTINUED);
        assertThat(continued.getTask()).contains(faster(2));
    }

    @Test
    void roundsOfTwoRevisionsShareNoStep() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        learners.takeUpdates();

        // When
        learners.learn(task, round(1, 0));
        learners.reopen(faster(2), Optional.empty());
        learners.learn(faster(2), round(2, 1));
        learners.learn(faster(2), round(3, 1));
        learners.reopen(longer(3), Optional.empty());
        PolicyUpdate updates = learners.takeUpdates().getFirst();

        // Then
        assertThat(kinds(updates))
                .containsExactly(
                        PolicyEventKind.LEARNED,
                        PolicyEventKind.CONTINUED,
                        PolicyEventKind.LEARNED,
                        PolicyEventKind.BEGAN);
        assertThat(updates.steps()).extracting(PolicyEvent::getTaskRevision).containsExactly(1L, 2L, 2L, 3L);
        assertThat(updates.steps()).extracting(PolicyEvent::getVersion).containsExactly(1L, 1L, 3L, 4L);
        assertThat(updates.steps().stream().flatMap(step -> step.getLearned().stream()))
                .containsExactlyElementsOf(updates.snapshot().getLearned());
    }

    @Test
    void aTaskThatChangedUnderItsRevisionIsAStepToo() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        learners.takeUpdates();

        // When
        learners.reopen(faster(1), Optional.empty());

        // Then
        PolicyEvent continued = learners.takeUpdates().getFirst().steps().getFirst();
        assertThat(continued.getKind()).isEqualTo(PolicyEventKind.CONTINUED);
        assertThat(continued.getTask()).contains(faster(1));
    }

    @Test
    void whoRetracesTheHistoryComesToTheSameDigests() throws Exception {
        // Given a history with every kind of step, told in several parts
        List<RoundResult> rounds = new ArrayList<>();
        List<PolicyEvent> history = new ArrayList<>();
        learners.open(task, Optional.empty(), Optional.empty());
        for (int i = 1; i <= 6; i++) {
            rounds.add(round(i, i - 1));
            learners.learn(task, rounds.getLast());
            if (i == 4) {
                history.addAll(told());
            }
        }
        learners.reopen(faster(2), Optional.empty());
        rounds.add(round(7, 6));
        learners.learn(faster(2), rounds.getLast());
        Task promoted = CandidateSamples.promoted(faster(3), "better");
        learners.reopen(promoted, Optional.of(CandidateSamples.candidate(policies, promoted, "better", 3)));
        rounds.add(round(8, 7));
        rounds.add(round(9, 8));
        learners.learn(promoted, rounds.get(7));
        learners.learn(promoted, rounds.get(8));
        Task longer = TaskSamples.revised(promoted, 4, TaskSamples.policy(3));
        learners.reopen(longer, Optional.empty());
        history.addAll(told());

        // When
        List<String> digests = retraced(history, rounds);

        // Then
        assertThat(history)
                .extracting(PolicyEvent::getKind)
                .containsExactly(
                        PolicyEventKind.BEGAN,
                        PolicyEventKind.LEARNED,
                        PolicyEventKind.LEARNED,
                        PolicyEventKind.CONTINUED,
                        PolicyEventKind.LEARNED,
                        PolicyEventKind.PROMOTED,
                        PolicyEventKind.LEARNED,
                        PolicyEventKind.BEGAN);
        assertThat(digests)
                .containsExactlyElementsOf(
                        history.stream().map(PolicyEvent::getDigest).toList());
    }

    private List<PolicyEvent> told() {
        return learners.takeUpdates().getFirst().steps();
    }

    /** Digest after each step. */
    private List<String> retraced(List<PolicyEvent> history, List<RoundResult> rounds)
            throws IncompatibleStateException {
        PolicySteps steps = new PolicySteps(policies, CLOCK);
        List<String> digests = new ArrayList<>();
        Optional<PolicySnapshot> before = Optional.empty();
        for (PolicyEvent step : history) {
            Task of = step.getTask().orElse(task);
            TaskLearner learner = switch (step.getKind()) {
                case BEGAN -> steps.begin(of, before);
                case CONTINUED -> steps.resume(of, before.orElseThrow());
                case PROMOTED -> steps.resume(of, step.getSnapshot().orElseThrow());
                case LEARNED -> learnedAgain(steps, history, step, before.orElseThrow(), rounds);
                case UNKNOWN -> throw new IllegalArgumentException(step.toString());
            };
            PolicySnapshot after = learner.snapshot();
            digests.add(after.getDigest());
            before = Optional.of(after);
        }
        return digests;
    }

    private static TaskLearner learnedAgain(
            PolicySteps steps,
            List<PolicyEvent> history,
            PolicyEvent step,
            PolicySnapshot before,
            List<RoundResult> rounds)
            throws IncompatibleStateException {
        Task of = history.subList(0, history.indexOf(step)).stream()
                .flatMap(earlier -> earlier.getTask().stream())
                .reduce((first, second) -> second)
                .orElseThrow();
        TaskLearner learner = steps.resume(of, before);
        for (LearnedRound learned : step.getLearned()) {
            learner.learn(rounds.stream()
                    .filter(round -> round.getRoundId().equals(learned.getRoundId()))
                    .findFirst()
                    .orElseThrow());
        }
        return learner;
    }

    private Learners learners() {
        return new Learners(policies, CLOCK, "test");
    }

    private Task faster(long revision) {
        return TaskSamples.revised(
                task,
                revision,
                PolicyDefinition.newBuilder(task.getPolicy())
                        .setLearningRate(0.1)
                        .build());
    }

    private Task longer(long revision) {
        return TaskSamples.revised(task, revision, TaskSamples.policy(3));
    }

    private static Stream<PolicyEventKind> kinds(PolicyUpdate updates) {
        return updates.steps().stream().map(PolicyEvent::getKind);
    }

    private static RoundResult round(int number, long policyVersion) {
        return RoundSamples.result(new UUID(0, number), "task", policyVersion);
    }
}

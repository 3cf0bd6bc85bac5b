package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RoundParts.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two kinds of queries, of which the second is better served with another prompt. */
class ContextsTest {
    private static final Task TASK = Task.newBuilder(LearnerFixture.TASK)
            .setPolicy(PolicyDefinition.newBuilder(LearnerFixture.TASK.getPolicy())
                    .setContexts(2)
                    .build())
            .build();
    private static final Prompt CHAMPION = new Prompt("usual", List.of(1, 5));
    private static final Prompt OWN = new Prompt("own", List.of(2, 5));
    private static final ByteBuffer FIRST = ByteBuffer.wrap(new byte[] {100, 30, 1});
    private static final ByteBuffer SECOND = ByteBuffer.wrap(new byte[] {100, -30, 2});

    private final Contexts contexts = Contexts.begin(TASK).orElseThrow();
    private int rounds;

    @Test
    void aTaskWithOnePromptForAllHasNone() {
        assertThat(Contexts.begin(LearnerFixture.TASK)).isEmpty();
    }

    @Test
    void contextsAreKnownOnceThereAreEnoughQueries() {
        // When
        collect(Contexts.COLLECTED / 2 - 1);

        // Then
        assertThat(contexts.of(FIRST)).isEmpty();
        assertThat(contexts.count()).isZero();

        // When
        collect(1);

        // Then
        assertThat(contexts.count()).isEqualTo(2);
        assertThat(contexts.of(FIRST)).isPresent().isNotEqualTo(contexts.of(SECOND));
        assertThat(contexts.of(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}))).isEmpty();
    }

    @Test
    void aContextIsServedWithItsOwnPromptOnceThatLeadsThere() {
        // Given
        collect(Contexts.COLLECTED / 2);
        int second = contexts.of(SECOND).orElseThrow();

        // When
        compare(40, 5, 9);

        // Then
        assertThat(contexts.served(second, CHAMPION.getText())).isEmpty();

        // When
        compare(40, 5, 9);

        // Then
        assertThat(contexts.served(second, CHAMPION.getText())).contains(OWN);
        assertThat(contexts.nearest(second, 2)).containsExactly(OWN, CHAMPION);
        assertThat(contexts.served(1 - second, CHAMPION.getText())).isEmpty();
    }

    @Test
    void aLeadThatMayBeChanceServesNobody() {
        // Given
        collect(Contexts.COLLECTED / 2);

        // When
        for (int n = 0; n < 100; n++) {
            compare(1, 5, n % 2 == 0 ? 4 : 5.5);
        }

        // Then
        assertThat(contexts.served(contexts.of(SECOND).orElseThrow(), CHAMPION.getText()))
                .isEmpty();
    }

    @Test
    void anotherChampionOfTheTaskServesUntilTheContextsOwnLeadsItToo() {
        // Given
        collect(Contexts.COLLECTED / 2);
        compare(80, 5, 9);

        // Then
        assertThat(contexts.served(contexts.of(SECOND).orElseThrow(), "newer")).isEmpty();
    }

    @Test
    void continuesFromASnapshotAsIfNothingHadHappened() throws Exception {
        // Given
        collect(Contexts.COLLECTED / 2);
        compare(80, 5, 9);

        // When
        PolicySnapshot snapshot = PolicySnapshot.newBuilder(
                        new LearnerFixture().begin().snapshot())
                .setContexts(contexts.event())
                .build();
        Contexts restored = Contexts.of(TASK, snapshot).orElseThrow();

        // Then
        assertThat(digest(restored)).isEqualTo(digest(contexts));
        assertThat(restored.event()).isEqualTo(contexts.event());
        assertThat(restored.served(restored.of(SECOND).orElseThrow(), CHAMPION.getText()))
                .contains(OWN);
    }

    @Test
    void ofAnotherRevisionOnlyContextsAndChampionsAreTakenOver() {
        // Given
        collect(Contexts.COLLECTED / 2);
        compare(80, 5, 9);
        int second = contexts.of(SECOND).orElseThrow();

        // When
        PolicySnapshot snapshot = PolicySnapshot.newBuilder(
                        new LearnerFixture().begin().snapshot())
                .setContexts(contexts.event())
                .build();
        Task changed = Task.newBuilder(TASK).setRevision(TASK.getRevision() + 1).build();
        Contexts restored = Contexts.of(changed, snapshot).orElseThrow();

        // Then
        assertThat(restored.of(SECOND)).hasValue(second);
        assertThat(restored.nearest(second, 2)).containsExactly(OWN);
        assertThat(restored.served(second, CHAMPION.getText())).isEmpty();
    }

    @Test
    void nothingBetterIsExpectedOnlyOnceThatHoldsInEachContext() {
        // Given a rule that is sure after three rounds
        Contexts stopping = Contexts.begin(stoppingAfter(3)).orElseThrow();
        assertThat(stopping.expectNothing()).isFalse();
        for (int n = 0; n < Contexts.COLLECTED / 4; n++) {
            stopping.compare(of(-9, -9), ++rounds, CHAMPION);
        }
        assertThat(stopping.count()).isEqualTo(2);
        assertThat(stopping.expectNothing()).isFalse();

        // When a drawn prompt is worse on the mean, but better in one context
        for (int n = 0; n < 9; n++) {
            stopping.compare(of(-30, 8), ++rounds, CHAMPION);
        }
        assertThat(stopping.expectNothing()).isFalse();

        // When none is better in any
        for (int n = 0; n < 300; n++) {
            stopping.compare(of(-30, -9), ++rounds, CHAMPION);
        }

        // Then
        assertThat(stopping.expectNothing()).isTrue();
        assertThat(stopping.event().getBoards())
                .allSatisfy(board -> assertThat(board.getExploration())
                        .hasValueSatisfying(
                                state -> assertThat(state.getStopped()).isFalse()));
        assertThat(Contexts.of(
                                stoppingAfter(3),
                                PolicySnapshot.newBuilder(
                                                new LearnerFixture().begin().snapshot())
                                        .setContexts(stopping.event())
                                        .build())
                        .orElseThrow()
                        .event())
                .isEqualTo(stopping.event());
    }

    private static Task stoppingAfter(int rounds) {
        return Task.newBuilder(TASK)
                .setPolicy(PolicyDefinition.newBuilder(TASK.getPolicy())
                        .setStopMargin(1)
                        .setStopRounds(rounds)
                        .build())
                .build();
    }

    /** Two drawn prompts that earn so much more than the champion, in either context, on two queries each. */
    private RoundResult of(double inFirst, double inSecond) {
        return RoundResult.newBuilder(RoundParts.round(
                        rounds,
                        PromptResult.newBuilder(result(0, CHAMPION, 0, 0, 0, 0))
                                .setOrigin(PromptOrigin.CHAMPION)
                                .build(),
                        drawn(1, inFirst, inSecond),
                        drawn(2, inFirst, inSecond)))
                .setQueryFeatures(List.of(FIRST.duplicate(), SECOND.duplicate(), FIRST.duplicate(), SECOND.duplicate()))
                .build();
    }

    private static PromptResult drawn(int index, double inFirst, double inSecond) {
        Prompt prompt = new Prompt("drawn " + index, List.of(3, index));
        return PromptResult.newBuilder(result(index, prompt, inFirst, inSecond, inFirst, inSecond))
                .setOrigin(PromptOrigin.SAMPLED)
                .build();
    }

    private void collect(int count) {
        for (int n = 0; n < count; n++) {
            learn(round(result(0, CHAMPION, 1, 1), result(1, OWN, 1, 1)));
        }
    }

    private void compare(int count, double ofChampion, double ofOwn) {
        for (int n = 0; n < count; n++) {
            double noise = rounds % 2;
            learn(round(result(0, CHAMPION, 5, ofChampion + noise), result(1, OWN, 4 + noise, ofOwn + noise * 1.5)));
        }
    }

    private void learn(RoundResult round) {
        contexts.compare(round, rounds, CHAMPION);
    }

    private RoundResult round(PromptResult... results) {
        return RoundResult.newBuilder(RoundParts.round(++rounds, results))
                .setQueryFeatures(List.of(FIRST.duplicate(), SECOND.duplicate()))
                .build();
    }

    private static String digest(Contexts contexts) {
        return Digests.of(
                1,
                new PolicyState("test/1", new byte[0]),
                Optional.empty(),
                Optional.of(contexts),
                new LabelMeans(List.of()),
                Optional.empty(),
                Optional.empty());
    }
}

package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RoundParts.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.LabelCalibration;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelShiftsTest {
    private static final Task CALIBRATED = Task.newBuilder(LearnerFixture.TASK)
            .setCalibration(LabelCalibration.BATCH)
            .build();

    private final LearnerFixture fixture = new LearnerFixture();

    @Test
    void takesNothingOffBeforeAnythingIsKnownAndWhereTheTaskIsNotCalibrated() {
        // Given
        PolicySnapshot learned = learned(CALIBRATED);

        // Then
        assertThat(LabelShifts.of(CALIBRATED, Optional.empty()).of("any")).isEmpty();
        assertThat(LabelShifts.of(LearnerFixture.TASK, Optional.of(learned)).of("any"))
                .isEmpty();
        assertThat(LabelShifts.of(Task.newBuilder(CALIBRATED).setRevision(2).build(), Optional.of(learned))
                        .of("any"))
                .as("the labels of another revision may be others")
                .isEmpty();
    }

    @Test
    void anUnknownPromptIsCalibratedByWhatIsUsual() {
        // Given two sampled prompts with mean scores -1 and -3 of the first label
        PolicySnapshot learned = learned(CALIBRATED);

        // Then
        assertThat(LabelShifts.of(CALIBRATED, Optional.of(learned)).of("unknown"))
                .containsExactly(-2f, -1f);
    }

    @Test
    void aKnownPromptIsCalibratedByItsOwnScoresTheMoreTheOftenerItWasTried() {
        // Given
        PolicySnapshot learned = learned(CALIBRATED);
        String known = learned.getContenders().getFirst().getPrompt().getText();
        double own = learned.getContenders().getFirst().getLabelScores().getFirst();
        long queries = learned.getContenders().getFirst().getQueries();

        // Then
        assertThat(LabelShifts.of(CALIBRATED, Optional.of(learned)).of(known).getFirst())
                .isCloseTo((float) ((queries * own + 4 * -2) / (queries + 4)), within(1e-6f));
    }

    @Test
    void scoresOfAPromptWithoutAnyUsableRewardAreLeftOut() {
        // Given a contender whose only reward cannot be computed with, twice
        TaskLearner learner = fixture.begin(CALIBRATED);
        for (int number = 1; number <= 2; number++) {
            RoundResult round = round(number);
            List<PromptResult> prompts = new ArrayList<>(round.getPrompts());
            prompts.add(scored(result(3, 5, Double.MAX_VALUE), -1f, -1f));
            learner.learn(RoundResult.newBuilder(round).setPrompts(prompts).build());
        }

        // Then
        assertThat(learner.snapshot().getContenders())
                .filteredOn(standing -> standing.getQueries() == 0)
                .singleElement()
                .satisfies(standing -> assertThat(standing.getLabelScores()).isEmpty());
    }

    @Test
    void aLearnerThatContinuesKnowsThemAndTheDigestDoesToo() throws Exception {
        // Given
        TaskLearner learner = fixture.begin(CALIBRATED);
        learner.learn(round(1));
        PolicySnapshot snapshot = learner.snapshot();
        TaskLearner resumed = fixture.resume(CALIBRATED, snapshot);

        // When
        learner.learn(round(2));
        resumed.learn(round(2));

        // Then
        assertThat(resumed.digest()).isEqualTo(learner.digest());
        assertThat(resumed.snapshot().getLabelScores())
                .isEqualTo(learner.snapshot().getLabelScores())
                .hasSize(2);
        TaskLearner without = fixture.begin(CALIBRATED);
        without.learn(withoutScores(round(1)));
        assertThat(without.digest()).isNotEqualTo(snapshot.getDigest());
    }

    private PolicySnapshot learned(Task task) {
        TaskLearner learner = fixture.begin(task);
        learner.learn(round(1));
        return learner.snapshot();
    }

    /** The champion's own prompt, so that others are compared with it, and two sampled ones. */
    private RoundResult round(int number) {
        PolicySnapshot initial = fixture.begin(CALIBRATED).snapshot();
        PromptResult champion = PromptResult.newBuilder(result(0, 2, 1, 1))
                .setPrompt(initial.getChampion().orElseThrow().getPrompt())
                .setOrigin(PromptOrigin.CHAMPION)
                .setLabelScores(List.of(-9f, -9f))
                .build();
        return RoundParts.round(
                number, champion, scored(result(1, 3, 3, 5), -1f, -0.5f), scored(result(2, 4, 2, 1), -3f, -1.5f));
    }

    private static PromptResult scored(PromptResult result, float first, float second) {
        return PromptResult.newBuilder(result)
                .setOrigin(PromptOrigin.SAMPLED)
                .setLabelScores(List.of(first, second))
                .build();
    }

    private static RoundResult withoutScores(RoundResult round) {
        return RoundResult.newBuilder(round)
                .setPrompts(round.getPrompts().stream()
                        .map(prompt -> PromptResult.newBuilder(prompt)
                                .setLabelScores(List.of())
                                .build())
                        .toList())
                .build();
    }
}

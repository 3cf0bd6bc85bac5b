package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import org.junit.jupiter.api.Test;

class PromotionProgressTest {
    private static final Task TASK = TaskSamples.contested("task", 2);
    private static final Task PROMOTED = Task.newBuilder(CandidateSamples.promoted(TASK, "better"))
            .setRevision(TASK.getRevision() + 1)
            .build();

    private final PolicySnapshot live =
            CandidateSamples.candidate(new Policies(new RecurrentLanguageModel(9, 6, 1)), TASK, "live", 0);

    @Test
    void anOrderIsPendingUntilTheLearnerHasSeenItsRevision() {
        assertThat(PromotionProgress.of(TASK, live)).isEqualTo(PromotionProgress.NONE);
        assertThat(PromotionProgress.of(PROMOTED, live)).isEqualTo(PromotionProgress.PENDING);
    }

    @Test
    void theLearnerHasFollowedAnOrderThatItsSnapshotNames() {
        // Given
        PolicySnapshot followed = PolicySnapshot.newBuilder(live)
                .setTaskRevision(PROMOTED.getRevision())
                .setPromotionId(PROMOTED.getPromotion().orElseThrow().getPromotionId())
                .build();

        // Then
        assertThat(PromotionProgress.of(PROMOTED, followed)).isEqualTo(PromotionProgress.FOLLOWED);
    }

    @Test
    void theLearnerHasRefusedAnOrderIfItGoesOnWithoutIt() {
        // Given
        PolicySnapshot refused = PolicySnapshot.newBuilder(live)
                .setTaskRevision(PROMOTED.getRevision())
                .setPromotionId(CandidateSamples.promotion("another").getPromotionId())
                .build();

        // Then
        assertThat(PromotionProgress.of(PROMOTED, refused)).isEqualTo(PromotionProgress.REFUSED);
    }
}

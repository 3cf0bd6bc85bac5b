package io.promptstream.reward.dashboard;

import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of one proposal for a query. */
final class JourneyItem {
    private final String proposalId;
    private final Role role;
    private final String origin;
    private final int promptIndex;
    private final long version;
    private final Instant proposedAt;
    private @Nullable PromptText prompt;
    private @Nullable String answer;
    private @Nullable Double reward;
    private @Nullable Boolean correct;
    private @Nullable String failure;
    private @Nullable Instant answeredAt;
    private @Nullable Instant rewardedAt;
    private @Nullable Long modelMicros;

    JourneyItem(String proposalId, Provenance provenance) {
        this.proposalId = proposalId;
        this.role = provenance.getRole();
        this.origin = provenance.getOrigin().name();
        this.promptIndex = provenance.getPromptIndex();
        this.version = provenance.getPolicyVersion();
        this.proposedAt = provenance.getProposedAt();
    }

    void proposed(PromptText text) {
        prompt = text;
    }

    void answered(TaskOutput output) {
        answer = output.getText().orElse(null);
        failure = output.getFailure()
                .map(failed -> failed.getCode() + ": " + failed.getMessage())
                .orElse(null);
        answeredAt = output.getProducedAt();
        modelMicros = output.getLatencyMicros();
    }

    void rewarded(Reward event) {
        reward = event.getValue().orElse(null);
        correct = event.getCorrect().orElse(null);
        rewardedAt = event.getRewardedAt();
    }

    Role role() {
        return role;
    }

    Instant proposedAt() {
        return proposedAt;
    }

    @Nullable Instant answeredAt() {
        return answeredAt;
    }

    @Nullable Instant rewardedAt() {
        return rewardedAt;
    }

    @Nullable String answer() {
        return answer;
    }

    @Nullable Boolean correct() {
        return correct;
    }

    @Nullable Double reward() {
        return reward;
    }

    boolean failed() {
        return failure != null;
    }

    ItemRow row() {
        return new ItemRow(
                proposalId,
                role.name(),
                origin,
                prompt,
                promptIndex,
                version,
                answer,
                reward,
                correct,
                failure,
                proposedAt,
                answeredAt,
                rewardedAt,
                modelMicros);
    }
}

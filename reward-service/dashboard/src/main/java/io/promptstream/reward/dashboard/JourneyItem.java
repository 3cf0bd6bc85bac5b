package io.promptstream.reward.dashboard;

import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of one proposal for a query. */
final class JourneyItem {
    private static final int BYTES = 300;

    private final String proposalId;
    private final Role role;
    private final String origin;
    private final int promptIndex;
    private final long version;
    private final @Nullable Instant proposedAt;
    private @Nullable PromptText prompt;
    private @Nullable String answer;
    private @Nullable Double reward;
    private @Nullable Boolean correct;
    private @Nullable String failure;
    private @Nullable Instant answeredAt;
    private @Nullable Instant rewardedAt;
    private @Nullable Long modelMicros;
    private int revision = -1;

    JourneyItem(String proposalId, Provenance provenance) {
        this.proposalId = Texts.id(proposalId);
        this.role = provenance.getRole();
        this.origin = provenance.getOrigin().name();
        this.promptIndex = provenance.getPromptIndex();
        this.version = provenance.getPolicyVersion();
        this.proposedAt = Plausible.time(provenance.getProposedAt());
    }

    void proposed(PromptText text) {
        prompt = text;
    }

    void answered(TaskOutput output) {
        answer = Texts.cutOrNull(output.getText().orElse(null), Texts.LONGEST);
        failure = output.getFailure()
                .map(failed -> failed.getCode() + ": " + Texts.cut(failed.getMessage(), Texts.MESSAGE))
                .orElse(null);
        answeredAt = Plausible.time(output.getProducedAt());
        modelMicros = Math.max(0, output.getLatencyMicros());
    }

    /** A reward of an earlier revision than the one that is known changes nothing. */
    void rewarded(Reward event) {
        if (event.getRevision() >= revision) {
            revision = Math.max(0, event.getRevision());
            reward = Plausible.number(event.getValue());
            correct = event.getCorrect().orElse(null);
            rewardedAt = Plausible.time(event.getRewardedAt());
        }
    }

    /** About what it takes in memory. */
    long bytes() {
        return BYTES
                + Texts.bytes(proposalId)
                + Texts.bytes(answer)
                + Texts.bytes(failure)
                + (prompt == null ? 0 : prompt.bytes());
    }

    Role role() {
        return role;
    }

    @Nullable Instant proposedAt() {
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

    boolean answered() {
        return modelMicros != null;
    }

    boolean rewarded() {
        return revision >= 0;
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

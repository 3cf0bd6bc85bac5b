package io.promptstream.reward.dashboard;

import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.reward.statistics.Summary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a prompt has earned, and on what. */
final class PromptRecord {
    private static final int EXAMPLES = 30;
    /** Two-sided 95 % quantile of the normal distribution. */
    private static final double QUANTILE = 1.959964;

    private final String id;
    private final PromptText prompt;
    private final Deque<Example> examples = new ArrayDeque<>();
    private final Instant firstSeen;
    private Summary summary = Summary.EMPTY;
    private long serves;
    private Instant lastSeen;
    private long firstVersion;
    private long lastVersion;
    private @Nullable Integer rank;
    private long ranked;
    private long changed;

    /**
     * One use of a prompt.
     *
     * @param answer what the task model answered; null where it failed
     * @param reward null where it failed
     */
    record Example(
            String queryId,
            @Nullable String answer,
            @Nullable String reference,
            @Nullable Double reward,
            @Nullable Boolean correct,
            String role,
            long version,
            Instant at) {}

    PromptRecord(PromptText prompt, Reward first) {
        this.id = UUID.nameUUIDFromBytes(prompt.text().getBytes(StandardCharsets.UTF_8))
                .toString();
        this.prompt = prompt;
        this.firstSeen = first.getRewardedAt();
        this.lastSeen = firstSeen;
        this.firstVersion = first.getProvenance().getPolicyVersion();
        this.lastVersion = firstVersion;
    }

    void earned(Reward reward, long tick) {
        Provenance provenance = reward.getProvenance();
        summary = summary.plus(Summary.of(reward));
        if (provenance.getRole() == Role.SERVE) {
            serves++;
        }
        if (reward.getRewardedAt().isAfter(lastSeen)) {
            lastSeen = reward.getRewardedAt();
        }
        firstVersion = Math.min(firstVersion, provenance.getPolicyVersion());
        lastVersion = Math.max(lastVersion, provenance.getPolicyVersion());
        if (examples.size() == EXAMPLES) {
            examples.removeFirst();
        }
        examples.addLast(new Example(
                reward.getQueryId(),
                reward.getAnswer().orElse(null),
                reward.getReference().orElse(null),
                reward.getValue().orElse(null),
                reward.getCorrect().orElse(null),
                provenance.getRole().name(),
                provenance.getPolicyVersion(),
                reward.getRewardedAt()));
        changed = tick;
    }

    String id() {
        return id;
    }

    String text() {
        return prompt.text();
    }

    Instant lastSeen() {
        return lastSeen;
    }

    /** Newest first. */
    List<Example> examples() {
        return List.copyOf(examples).reversed();
    }

    @Nullable Integer rank() {
        return rank;
    }

    /** @param place null outside the board */
    void rank(@Nullable Integer place, long tick) {
        if (!Objects.equals(place, rank)) {
            rank = place;
            ranked = tick;
        }
    }

    /** Whether someone who looked at that tick has to be told. */
    boolean isNews(long since) {
        return ranked > since || (rank != null && changed > since);
    }

    /** Marks what is shown of it as changed. */
    void touch(long tick) {
        changed = tick;
    }

    /** What the mean is at least, with 97.5 % confidence; negative infinity for less than two rewards. */
    double lower() {
        return summary.count() < 2 ? Double.NEGATIVE_INFINITY : summary.mean() - margin();
    }

    PromptRow row(boolean serving) {
        boolean several = summary.count() > 1;
        return new PromptRow(
                id,
                rank,
                prompt,
                Figures.mean(summary),
                several ? lower() : null,
                several ? summary.mean() + margin() : null,
                several ? deviation() : null,
                Figures.accuracy(summary),
                uses(),
                serves,
                uses() - serves,
                summary.failed(),
                firstSeen,
                lastSeen,
                firstVersion,
                lastVersion,
                serving);
    }

    private long uses() {
        return summary.count() + summary.failed();
    }

    private double margin() {
        return QUANTILE * deviation() / Math.sqrt((double) summary.count());
    }

    private double deviation() {
        return Math.sqrt(summary.squares() / (double) (summary.count() - 1));
    }
}

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
    private static final int EXAMPLE_BYTES = 250;
    private static final int BYTES = 1_200;
    /** Two-sided 95 % quantile of the normal distribution. */
    private static final double QUANTILE = 1.959964;

    private final String id;
    private final PromptText prompt;
    private final Deque<Long> examples = new ArrayDeque<>();
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
            QueryKey query,
            @Nullable String answer,
            @Nullable String reference,
            @Nullable Double reward,
            @Nullable Boolean correct,
            String role,
            long version,
            Instant at) {

        static Example of(Reward reward, Instant at) {
            return new Example(
                    new QueryKey(reward.getTaskId(), reward.getQueryId()),
                    Texts.cutOrNull(reward.getAnswer().orElse(null), Texts.LONGEST),
                    Texts.cutOrNull(reward.getReference().orElse(null), Texts.LONGEST),
                    Plausible.number(reward.getValue()),
                    reward.getCorrect().orElse(null),
                    reward.getProvenance().getRole().name(),
                    reward.getProvenance().getPolicyVersion(),
                    at);
        }

        /** About what it takes in memory. */
        long bytes() {
            return EXAMPLE_BYTES + Texts.bytes(answer) + Texts.bytes(reference);
        }
    }

    PromptRecord(String id, PromptText prompt, Provenance first, Instant at) {
        this.id = id;
        this.prompt = prompt;
        this.firstSeen = at;
        this.lastSeen = firstSeen;
        this.firstVersion = first.getPolicyVersion();
        this.lastVersion = firstVersion;
    }

    /** What identifies a prompt. */
    static String id(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** @param version of the policy that wrote it */
    void earned(CountedReward reward, long version, long tick) {
        summary = summary.plus(reward.summary());
        if (reward.role() == Role.SERVE) {
            serves++;
        }
        if (reward.at().isAfter(lastSeen)) {
            lastSeen = reward.at();
        }
        firstVersion = Math.min(firstVersion, version);
        lastVersion = Math.max(lastVersion, version);
        if (!examples.contains(reward.example())) {
            if (examples.size() == EXAMPLES) {
                examples.removeFirst();
            }
            examples.addLast(reward.example());
        }
        changed = tick;
    }

    /** Takes out a reward that another one takes the place of. */
    void withdraw(CountedReward reward, long tick) {
        summary = summary.minus(reward.summary());
        if (reward.role() == Role.SERVE) {
            serves--;
        }
        changed = tick;
    }

    /** About what it takes in memory. */
    long bytes() {
        return BYTES + prompt.bytes();
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

    /** Numbers of its latest uses, newest first. */
    List<Long> examples() {
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

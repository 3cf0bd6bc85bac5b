package io.promptstream.reward.dashboard;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.dashboard.TaskRow.Lag;
import io.promptstream.reward.dashboard.TaskRow.Served;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The versions of a task's policy, and what was served under them. */
final class Versions {
    /** Rounds whose versions are waited for, and the other way round. */
    private static final int MOST_ROUNDS = 500;

    private final TokenTexts texts;
    private final IntSupplier most;
    private final NavigableMap<Long, Stamped> versions = new TreeMap<>();
    /** Of rounds whose version has not been read. */
    private final Map<UUID, Spread> spreads = new Bounded<>(MOST_ROUNDS);
    /** By the round, the versions whose round has not been read: topics are read in no order among them. */
    private final Map<UUID, Long> waiting = new Bounded<>(MOST_ROUNDS);

    private long learned;
    private long leftOut;
    private @Nullable Long current;
    private @Nullable Long stoppedSince;
    private @Nullable Lag lag;
    private @Nullable Instant countedSince;
    private @Nullable Instant lastLearnedAt;
    private @Nullable Served served;
    private @Nullable String servedId;

    /** A row and the tick of its last change. */
    private record Stamped(VersionRow row, long changed) {}

    /** Of the rewards of a round. */
    private record Spread(double deviation, long rewards) {}

    /** @param most versions that are kept */
    Versions(TokenTexts texts, IntSupplier most) {
        this.texts = texts;
        this.most = most;
    }

    /** Gives the spread of a round's rewards to the version that came of it, or will. */
    void closed(RoundResult round, long tick) {
        Spread spread = spread(round);
        Long version = waiting.remove(round.getRoundId());
        Stamped known = version == null ? null : versions.get(version);
        if (known == null) {
            spreads.put(round.getRoundId(), spread);
        } else {
            put(withSpread(known.row(), spread), tick);
        }
    }

    private static Spread spread(RoundResult round) {
        double[] values = round.getPrompts().stream()
                .map(PromptResult::getRewards)
                .flatMap(List::stream)
                .mapToDouble(QueryReward::getValue)
                .filter(Plausible::number)
                .toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double squares = 0;
        for (double value : values) {
            squares += Math.pow(value - sum / values.length, 2);
        }
        return new Spread(values.length == 0 ? 0 : Math.sqrt(squares / values.length), values.length);
    }

    void stepped(PolicyEvent event, long tick) {
        current = event.getVersion();
        Instant at = Plausible.time(event.getAt());
        countedSince = countedSince == null ? at : countedSince;
        List<LearnedRound> rounds = event.getLearned().stream()
                .filter(round -> round.getVersion().isPresent())
                .toList();
        leftOut += event.getLearned().size() - rounds.size();
        if (event.getLearned().isEmpty()) {
            // The policy begins, or continues under other settings, and explores in full.
            stoppedSince = null;
            put(row(event.getVersion(), event, List.of()), tick);
        }
        // One step may make several versions, each from a round of its own.
        for (LearnedRound round : rounds) {
            long version = round.getVersion().orElseThrow();
            stoppedSince = round.getStoppedSince().orElse(null);
            long behind = version - 1 - round.getPolicyVersion();
            lag = new Lag(behind, lag == null ? behind : Math.max(behind, lag.max()));
            learned++;
            lastLearnedAt = at == null ? lastLearnedAt : at;
            put(row(version, event, List.of(round)), tick);
        }
    }

    /**
     * Takes note of the prompt that users get, and of the version with which it came.
     *
     * @param at when it was proposed, as far as that can be
     * @return whether it is another than before
     */
    boolean served(PromptProposal proposal, Instant at, long tick) {
        var provenance = proposal.getProvenance();
        String id = PromptRecord.id(provenance.getPrompt().getText());
        if (served != null && (id.equals(servedId) || at.isBefore(served.since()))) {
            return false;
        }
        PromptText prompt = texts.of(provenance.getPrompt());
        servedId = id;
        served = new Served(prompt, provenance.getOrigin().name(), at);
        long version = provenance.getPolicyVersion();
        Stamped known = versions.get(version);
        VersionRow row = known == null
                ? new VersionRow(version, null, null, 0, null, null, null, 0, null, null, null, prompt)
                : withServed(known.row(), prompt);
        put(row, tick);
        return true;
    }

    @Nullable Served served() {
        return served;
    }

    /** Id of the prompt that is served. */
    @Nullable String servedId() {
        return servedId;
    }

    @Nullable Long current() {
        return current;
    }

    /** Time of the first step that was read. */
    @Nullable Instant countedSince() {
        return countedSince;
    }

    /** Version since which exploring has stopped. */
    @Nullable Long stoppedSince() {
        return stoppedSince;
    }

    @Nullable Lag lag() {
        return lag;
    }

    @Nullable Instant lastLearnedAt() {
        return lastLearnedAt;
    }

    long learned() {
        return learned;
    }

    long leftOut() {
        return leftOut;
    }

    List<VersionRow> rowsSince(long tick) {
        return versions.values().stream()
                .filter(version -> version.changed() > tick)
                .map(Stamped::row)
                .toList();
    }

    /** Keeps the latest. */
    void forget() {
        while (versions.size() > most.getAsInt()) {
            versions.pollFirstEntry();
        }
    }

    private void put(VersionRow row, long tick) {
        Stamped known = versions.get(row.version());
        PromptText shown = known == null ? null : known.row().served();
        versions.put(
                row.version(), new Stamped(row.served() == null && shown != null ? withServed(row, shown) : row, tick));
        forget();
    }

    private VersionRow row(long version, PolicyEvent event, List<LearnedRound> rounds) {
        LearnedRound round = rounds.isEmpty() ? null : rounds.getLast();
        Spread spread = round == null ? null : spreads.remove(round.getRoundId());
        if (round != null && spread == null) {
            waiting.put(round.getRoundId(), version);
        }
        return new VersionRow(
                version,
                Plausible.time(event.getAt()),
                round != null && round.getDrift()
                        ? VersionRow.REWARDS_CHANGED
                        : event.getKind().name(),
                rounds.size(),
                round == null ? null : version - 1 - round.getPolicyVersion(),
                round == null ? null : Plausible.number(Optional.of(round.getMeanReward())),
                spread == null ? null : spread.deviation(),
                spread == null ? 0 : spread.rewards(),
                round == null ? null : Plausible.number(round.getAccuracy()),
                round == null ? null : Plausible.number(round.getLoss()),
                Texts.id(round == null ? event.getDigest() : round.getDigest().orElse(event.getDigest())),
                null);
    }

    private static VersionRow withSpread(VersionRow row, Spread spread) {
        return new VersionRow(
                row.version(),
                row.at(),
                row.kind(),
                row.rounds(),
                row.lag(),
                row.meanReward(),
                spread.deviation(),
                spread.rewards(),
                row.accuracy(),
                row.loss(),
                row.digest(),
                row.served());
    }

    private static VersionRow withServed(VersionRow row, PromptText prompt) {
        return new VersionRow(
                row.version(),
                row.at(),
                row.kind(),
                row.rounds(),
                row.lag(),
                row.meanReward(),
                row.deviation(),
                row.rewards(),
                row.accuracy(),
                row.loss(),
                row.digest(),
                prompt);
    }
}

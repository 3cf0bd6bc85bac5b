package io.promptstream.benchmark.loop;

import io.promptstream.benchmark.live.EventLog;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.local.connection.KafkaAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * From the last reward of a round to the first proposal by a version that has learned it, as the events' own times tell. What
 * was learned while no query came afterwards is omitted.
 */
final class LearnedRounds {
    private final Map<UUID, Instant> lastRewards = new HashMap<>();
    private final Map<UUID, Instant> closed = new HashMap<>();
    private final NavigableMap<Long, Instant> firstProposals = new TreeMap<>();
    private final Map<UUID, Learned> learned = new HashMap<>();

    private record Learned(long version, Instant at) {}

    /** Reads what the system has written since then. */
    static LearnedRounds since(Instant since, KafkaAccess kafka) {
        LearnedRounds rounds = new LearnedRounds();
        EventLog.read(kafka, kafka.topics().rewards(), Reward.class, since, rounds::reward);
        EventLog.read(kafka, kafka.topics().roundResults(), RoundResult.class, since, rounds::result);
        EventLog.read(kafka, kafka.topics().policyHistory(), PolicyEvent.class, since, rounds::step);
        EventLog.read(kafka, kafka.topics().promptProposals(), PromptProposal.class, since, rounds::proposal);
        return rounds;
    }

    void reward(Reward reward) {
        reward.getProvenance()
                .getRoundId()
                .ifPresent(round -> lastRewards.merge(round, reward.getRewardedAt(), LearnedRounds::later));
    }

    void result(RoundResult result) {
        closed.put(result.getRoundId(), result.getClosedAt());
    }

    void step(PolicyEvent step) {
        for (LearnedRound round : step.getLearned()) {
            round.getVersion()
                    .ifPresent(version -> learned.put(round.getRoundId(), new Learned(version, step.getAt())));
        }
    }

    void proposal(PromptProposal proposal) {
        Provenance provenance = proposal.getProvenance();
        firstProposals.merge(provenance.getPolicyVersion(), provenance.getProposedAt(), LearnedRounds::earlier);
    }

    LearningLatencies latencies() {
        List<Double> whole = new ArrayList<>();
        List<Double> results = new ArrayList<>();
        List<Double> versions = new ArrayList<>();
        List<Double> proposals = new ArrayList<>();
        learned.forEach((round, step) -> {
            Instant rewarded = lastRewards.get(round);
            Instant result = closed.get(round);
            var proposed = firstProposals.ceilingEntry(step.version());
            if (rewarded != null && result != null && proposed != null) {
                whole.add(millis(rewarded, proposed.getValue()));
                results.add(millis(rewarded, result));
                versions.add(millis(result, step.at()));
                proposals.add(millis(step.at(), proposed.getValue()));
            }
        });
        return new LearningLatencies(
                Latencies.of(whole), Latencies.of(results), Latencies.of(versions), Latencies.of(proposals));
    }

    private static double millis(Instant from, Instant to) {
        return (double) Duration.between(from, to).toMillis();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

package io.promptstream.benchmark.loop;

import io.promptstream.benchmark.live.EventLog;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
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
    private final NavigableMap<Long, Instant> firstProposals = new TreeMap<>();
    private final Map<UUID, Long> versions = new HashMap<>();

    /** Reads what the system has written since then. */
    static LearnedRounds since(Instant since, KafkaAccess kafka) {
        LearnedRounds rounds = new LearnedRounds();
        EventLog.read(kafka, kafka.topics().rewards(), Reward.class, since, rounds::reward);
        EventLog.read(kafka, kafka.topics().policyHistory(), PolicyEvent.class, since, rounds::step);
        EventLog.read(kafka, kafka.topics().promptProposals(), PromptProposal.class, since, rounds::proposal);
        return rounds;
    }

    void reward(Reward reward) {
        reward.getProvenance()
                .getRoundId()
                .ifPresent(round -> lastRewards.merge(round, reward.getRewardedAt(), LearnedRounds::later));
    }

    void step(PolicyEvent step) {
        for (LearnedRound round : step.getLearned()) {
            round.getVersion().ifPresent(version -> versions.put(round.getRoundId(), version));
        }
    }

    void proposal(PromptProposal proposal) {
        Provenance provenance = proposal.getProvenance();
        firstProposals.merge(provenance.getPolicyVersion(), provenance.getProposedAt(), LearnedRounds::earlier);
    }

    /** In milliseconds. */
    List<Double> millis() {
        List<Double> millis = new ArrayList<>();
        versions.forEach((round, version) -> {
            Instant rewarded = lastRewards.get(round);
            var proposed = firstProposals.ceilingEntry(version);
            if (rewarded != null && proposed != null) {
                millis.add(
                        (double) Duration.between(rewarded, proposed.getValue()).toMillis());
            }
        });
        return millis;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

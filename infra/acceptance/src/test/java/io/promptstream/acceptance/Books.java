package io.promptstream.acceptance;

import io.promptstream.event.FailureCode;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What stands in the topics of a system with one task, and what should: every query record served once, every proposal
 * record answered once, every proposal rewarded once for an answer that did not fail, every round closed once and learned once.
 */
final class Books {

    private final Tally queries = new Tally();
    private final Tally proposals = new Tally();
    private final Tally outputs = new Tally();
    private final Tally rewards = new Tally();
    private final Tally results = new Tally();
    /** The proposal that serves, by query. */
    private final Map<String, String> serving = new HashMap<>();

    private final Set<String> servingIds = new HashSet<>();
    /** Proposals that a round should have, by round. */
    private final Map<UUID, Integer> rounds = new HashMap<>();

    private final Map<String, Optional<Double>> rewardValues = new HashMap<>();
    /** Why outputs failed, by proposal. */
    private final Map<String, FailureCode> failures = new TreeMap<>();

    private final Map<UUID, RoundResult> resultsById = new HashMap<>();
    private final List<PolicyEvent> history = new ArrayList<>();
    private final Map<UUID, Integer> listed = new HashMap<>();
    private final Map<UUID, Integer> taught = new HashMap<>();

    void query(String queryId, boolean copy) {
        queries.count(queryId, copy);
    }

    void proposal(PromptProposal proposal, boolean copy) {
        Provenance provenance = proposal.getProvenance();
        proposals.count(proposal.getProposalId(), copy);
        if (provenance.getRole() == Role.SERVE) {
            serving.put(proposal.getQueryId(), proposal.getProposalId());
            servingIds.add(proposal.getProposalId());
        }
        provenance
                .getRoundId()
                .ifPresent(id -> rounds.put(id, provenance.getRoundPrompts() * provenance.getRoundQueries()));
    }

    void output(String proposalId, boolean copy) {
        outputs.count(proposalId, copy);
    }

    void reward(Reward reward, boolean copy) {
        rewards.count(reward.getProposalId(), copy);
        rewardValues.putIfAbsent(reward.getProposalId(), reward.getValue());
        reward.getFailure().ifPresent(failure -> failures.put(reward.getProposalId(), failure));
    }

    void result(RoundResult result, boolean copy) {
        results.count(result.getRoundId().toString(), copy);
        resultsById.putIfAbsent(result.getRoundId(), result);
    }

    /** A step in the life of the policy. */
    void step(PolicyEvent step) {
        history.add(step);
        for (var entry : step.getLearned()) {
            listed.merge(entry.getRoundId(), 1, Integer::sum);
            if (entry.getVersion().isPresent()) {
                taught.merge(entry.getRoundId(), 1, Integer::sum);
            }
        }
    }

    /** The life of the policy, in its order. */
    List<PolicyEvent> history() {
        return history;
    }

    RoundResult result(UUID roundId) {
        return Optional.ofNullable(resultsById.get(roundId)).orElseThrow();
    }

    /** Rewards, each counted once however often it is there. */
    long rewarded() {
        return rewards.ids().size();
    }

    long copies() {
        return queries.copies() + proposals.copies() + outputs.copies() + rewards.copies() + results.copies();
    }

    /** Compares what is there with what these queries should have led to. */
    Findings findings(List<String> queryIds) {
        var findings = new Findings();
        queryIds.forEach(id -> {
            findings.compare("query", id, 1, queries.written(id));
            findings.compare(
                    "proposal that serves", id, queries.all(id), proposals.written(serving.getOrDefault(id, "")));
        });
        compareProposals(findings);
        compareRounds(findings);
        return findings;
    }

    private void compareProposals(Findings findings) {
        for (var id : proposals.ids()) {
            if (!servingIds.contains(id)) {
                findings.compare("proposal", id, 1, proposals.written(id));
            }
            findings.compare("output of proposal", id, proposals.all(id), outputs.written(id));
            findings.compare("reward of proposal", id, 1, rewards.written(id));
        }
        rewards.ids().stream()
                .filter(id -> proposals.written(id) == 0)
                .forEach(id -> findings.contradiction("a reward of proposal %s, which nobody made".formatted(id)));
        failures.forEach((id, failure) -> findings.contradiction(
                "the reward of proposal %s says %s: no output should fail".formatted(id, failure)));
    }

    private void compareRounds(Findings findings) {
        var whole = new HashMap<UUID, Integer>();
        proposals.ids().stream()
                .filter(id -> !servingIds.contains(id))
                .forEach(id -> whole.merge(UUID.fromString(id.substring(0, 36)), 1, Integer::sum));
        rounds.forEach((round, size) -> {
            findings.compare("proposals of round", round.toString(), size, whole.getOrDefault(round, 0));
            findings.compare("result of round", round.toString(), 1, results.written(round.toString()));
            // A copy of a round that is long forgotten is skipped by its lag, and listed.
            int seen = listed.getOrDefault(round, 0);
            int most = results.all(round.toString());
            findings.compare(
                    "learned or skipped round", round.toString(), Math.clamp(seen, 1, Math.max(1, most)), seen);
            int lessons = taught.getOrDefault(round, 0);
            findings.compare("learned round", round.toString(), Math.min(lessons, 1), lessons);
        });
        resultsById.values().forEach(result -> compareRewards(result, findings));
    }

    /** The rewards that a round was closed with are those that its proposals got. */
    private void compareRewards(RoundResult result, Findings findings) {
        for (var prompt : result.getPrompts()) {
            for (var reward : prompt.getRewards()) {
                var id = "%s-%d-%d".formatted(result.getRoundId(), prompt.getPromptIndex(), reward.getQueryIndex());
                var given = rewardValues.getOrDefault(id, Optional.empty());
                if (!reward.getImputed() && !given.equals(Optional.of(reward.getValue()))) {
                    findings.contradiction("round result: proposal %s has %s, its reward is %s"
                            .formatted(id, reward.getValue(), given));
                }
            }
        }
    }
}

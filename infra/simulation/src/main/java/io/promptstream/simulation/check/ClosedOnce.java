package io.promptstream.simulation.check;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.simulation.node.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Each round has one result, which holds rewards that were given to its own proposals. */
final class ClosedOnce {
    private static final String ONCE = "each round is closed once";
    private static final String OWN = "a round holds its own rewards";

    private ClosedOnce() {}

    private record Place(String taskId, UUID roundId, int prompt, int query) {}

    static List<Violation> violations(Committed log) {
        List<Violation> found = new ArrayList<>();
        List<RoundResult> results = log.written(Topics.ROUND_RESULTS, RoundResult.class);
        Map<UUID, Integer> closed = Committed.count(results, RoundResult::getRoundId);
        Set<UUID> proposed = new HashSet<>();
        for (PromptProposal proposal : log.written(Topics.PROPOSALS, PromptProposal.class)) {
            if (proposal.getProvenance().getRole() == Role.EXPLORE) {
                proposed.add(proposal.getProvenance().getRoundId().orElseThrow());
            }
        }
        closed.forEach((round, count) -> {
            if (count != 1 || !proposed.contains(round)) {
                found.add(new Violation(ONCE, "round %s has %d results".formatted(round, count)));
            }
        });
        proposed.stream()
                .filter(round -> !closed.containsKey(round))
                .map(round -> new Violation(ONCE, "round %s has no result".formatted(round)))
                .forEach(found::add);
        Map<Place, Set<Double>> given = given(log);
        for (RoundResult result : results) {
            for (PromptResult prompt : result.getPrompts()) {
                for (QueryReward reward : prompt.getRewards()) {
                    Place place = new Place(
                            result.getTaskId(), result.getRoundId(), prompt.getPromptIndex(), reward.getQueryIndex());
                    if (!reward.getImputed()
                            && !given.getOrDefault(place, Set.of()).contains(reward.getValue())) {
                        found.add(new Violation(OWN, "%s has a reward that nobody gave".formatted(place)));
                    }
                }
            }
        }
        return found;
    }

    private static Map<Place, Set<Double>> given(Committed log) {
        Map<Place, Set<Double>> given = new HashMap<>();
        for (Reward reward : log.all(Topics.REWARDS, Reward.class)) {
            Provenance from = reward.getProvenance();
            from.getRoundId()
                    .ifPresent(round -> reward.getValue()
                            .ifPresent(value -> given.computeIfAbsent(
                                            new Place(
                                                    reward.getTaskId(),
                                                    round,
                                                    from.getPromptIndex(),
                                                    from.getQueryIndex()),
                                            place -> new HashSet<>())
                                    .add(value)));
        }
        return given;
    }
}

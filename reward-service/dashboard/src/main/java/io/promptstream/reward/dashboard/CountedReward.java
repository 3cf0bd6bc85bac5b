package io.promptstream.reward.dashboard;

import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.reward.statistics.Summary;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a reward adds to the figures, so that it can be taken out of them again.
 *
 * @param summary of this reward alone; one whose value cannot be computed with counts as one without
 * @param at when it was given, as far as that can be
 * @param promptId of its prompt on the board
 * @param example its number among the uses of prompts
 */
record CountedReward(
        int revision,
        Summary summary,
        Map<String, Double> components,
        Role role,
        Instant at,
        String promptId,
        long example) {
    private static final int COMPONENTS = 20;
    private static final int BYTES = 400;

    /** What identifies a reward. */
    record Key(String taskId, String proposalId) {
        Key {
            taskId = Texts.id(taskId);
            proposalId = Texts.id(proposalId);
        }
    }

    static CountedReward of(Reward reward, int revision, Instant at, String promptId, long example) {
        return new CountedReward(
                revision,
                summary(reward),
                components(reward),
                reward.getProvenance().getRole(),
                at,
                promptId,
                example);
    }

    long bytes() {
        return BYTES;
    }

    private static Summary summary(Reward reward) {
        Summary all = Summary.of(reward);
        boolean valued = Plausible.number(reward.getValue()) != null;
        return new Summary(
                valued ? 1 : 0,
                valued ? 0 : 1,
                valued ? all.mean() : 0,
                0,
                all.judged(),
                all.correct(),
                Math.max(0, all.promptTokens()),
                Math.max(0, all.completionTokens()));
    }

    private static Map<String, Double> components(Reward reward) {
        Map<String, Double> usable = new LinkedHashMap<>();
        reward.getComponents().forEach((name, value) -> {
            if (usable.size() < COMPONENTS && Plausible.number(value)) {
                usable.put(Texts.id(name), value);
            }
        });
        return Map.copyOf(usable);
    }
}

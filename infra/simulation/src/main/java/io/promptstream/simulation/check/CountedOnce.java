package io.promptstream.simulation.check;

import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.reward.statistics.Summary;
import io.promptstream.reward.statistics.SummaryKey;
import io.promptstream.simulation.node.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statistics count each record of a reward once, and corrections in the place of what they correct. */
final class CountedOnce {
    private static final String PROMISE = "each reward is counted once";

    private CountedOnce() {}

    /**
     * Rewards as they are counted.
     *
     * @param judged of which correct or not is known
     */
    private record Counts(long valued, long failed, long judged, long correct, long tokens) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        static Counts of(Reward reward) {
            boolean first = reward.getReplaced().isEmpty();
            boolean valued = reward.getValue().isPresent();
            return new Counts(
                    first && valued ? 1 : 0,
                    valued ? 0 : 1,
                    judged(reward)
                            - reward.getReplaced()
                                    .map(before -> before.getCorrect().isPresent() ? 1 : 0)
                                    .orElse(0),
                    correct(reward)
                            - reward.getReplaced()
                                    .map(before -> before.getCorrect().orElse(false) ? 1 : 0)
                                    .orElse(0),
                    first ? reward.getPromptTokens() + reward.getCompletionTokens() : 0);
        }

        private static int judged(Reward reward) {
            return reward.getCorrect().isPresent() ? 1 : 0;
        }

        private static int correct(Reward reward) {
            return reward.getCorrect().orElse(false) ? 1 : 0;
        }

        static Counts of(Summary summary) {
            return new Counts(
                    summary.count(),
                    summary.failed(),
                    summary.judged(),
                    summary.correct(),
                    summary.promptTokens() + summary.completionTokens());
        }

        Counts plus(Counts other) {
            return new Counts(
                    valued + other.valued,
                    failed + other.failed,
                    judged + other.judged,
                    correct + other.correct,
                    tokens + other.tokens);
        }
    }

    static List<Violation> violations(Committed log) {
        Map<SummaryKey, Counts> given = new LinkedHashMap<>();
        for (Reward reward : log.all(Topics.REWARDS, Reward.class)) {
            Role role = reward.getProvenance().getRole();
            if (role != Role.EVALUATE) {
                given.merge(new SummaryKey(reward.getTaskId(), role), Counts.of(reward), Counts::plus);
            }
        }
        Map<SummaryKey, Counts> counted = new LinkedHashMap<>();
        log.newest(Topics.STATISTICS_STATE, Summary.class)
                .forEach((key, summary) -> counted.merge(
                        SummaryKey.parse(key.substring(key.lastIndexOf(' ') + 1)), Counts.of(summary), Counts::plus));
        List<Violation> found = new ArrayList<>();
        given.forEach((key, counts) -> {
            if (!counts.equals(counted.getOrDefault(key, Counts.NONE))) {
                found.add(new Violation(PROMISE, "%s has %s, counted are %s".formatted(key, counts, counted.get(key))));
            }
        });
        counted.keySet().stream()
                .filter(key -> !given.containsKey(key))
                .map(key -> new Violation(PROMISE, "%s is counted, and nobody gave a reward".formatted(key)))
                .forEach(found::add);
        return found;
    }
}

package io.promptstream.policy.learning;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.QueryReward;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The prompts that may be better than a champion, the most promising first, in bounded memory.
 *
 * <p>A race: the policy never runs out of new prompts, and the luckiest of them would always look better than those that
 * were tried twice. So a contender on trial keeps its place until it is the champion, falls behind, or its lead proves too
 * small to matter; free places go to the new prompts with the highest upper confidence bound. Belongs to one thread.
 */
final class Contenders {
    static final int MOST = 128;
    /** Normal quantile of a one-sided test at 1 %, for each look. */
    private static final double CONFIDENCE = 2.326;

    private List<Standing> standings = new ArrayList<>();

    /** As they were told of. */
    static Contenders of(List<PromptStanding> events) {
        Contenders contenders = new Contenders();
        events.forEach(event -> contenders.standings.add(Standing.of(event)));
        return contenders;
    }

    /** Adds one that was not tried yet. */
    void add(Prompt prompt, long version) {
        standings.add(new Standing(prompt, version));
    }

    /**
     * Takes in a round; a prompt that is new becomes a contender.
     *
     * @param baseline what the champion earned on each query
     */
    void compare(List<PromptResult> round, Standing champion, Map<Integer, Double> baseline, long version) {
        Map<String, Standing> known = new LinkedHashMap<>();
        standings.forEach(standing -> known.put(standing.text(), standing));
        Set<String> compared = new HashSet<>(Set.of(champion.text()));
        for (PromptResult result : round) {
            if (compared.add(result.getPrompt().getText())) {
                Standing standing = known.computeIfAbsent(
                        result.getPrompt().getText(), text -> new Standing(result.getPrompt(), version));
                compare(standing, result, baseline, version);
            }
        }
        standings = new ArrayList<>(known.values());
    }

    private static void compare(Standing standing, PromptResult result, Map<Integer, Double> baseline, long version) {
        List<QueryReward> measured = Leaderboard.measured(result);
        standing.beginRound(version);
        for (QueryReward reward : measured) {
            standing.add(reward.getValue());
            Double ofChampion = baseline.get(reward.getQueryIndex());
            if (ofChampion != null) {
                standing.compare(reward.getValue() - ofChampion);
            }
        }
        standing.addLabelScores(result.getLabelScores(), measured.size());
    }

    /** The one that leads the champion most surely, if any does by more than chance. */
    Optional<Standing> ahead(int distinctQueries) {
        return standings.stream()
                .filter(Standing::isMeasured)
                .filter(standing -> lowerBound(standing, distinctQueries) > 0)
                .max(Comparator.comparingDouble(standing -> lowerBound(standing, distinctQueries)));
    }

    /** Puts the champion in the place of a contender that takes its own; all are seen from that one then. */
    void replace(Standing successor, Standing champion) {
        double lead = successor.meanDifference();
        long queries = successor.compared();
        successor.succeed(champion);
        standings.remove(successor);
        standings.add(champion);
        standings.forEach(standing -> standing.shift(lead, queries));
    }

    private static double lowerBound(Standing standing, int distinctQueries) {
        return standing.meanDifference() - CONFIDENCE * standing.standardError(distinctQueries);
    }

    private static double upperBound(Standing standing, int distinctQueries) {
        return standing.meanDifference() + CONFIDENCE * standing.standardError(distinctQueries);
    }

    /** The one of this text, where it is behind the champion by more than chance. */
    Optional<Standing> behind(String text, int distinctQueries) {
        return standings.stream()
                .filter(standing -> standing.text().equals(text))
                .filter(Standing::isMeasured)
                .filter(standing -> upperBound(standing, distinctQueries) < 0)
                .findFirst();
    }

    /**
     * On trial first, then those that have not been yet, then the others; texts break ties, so that equal rounds give equal
     * orders. The last ones are forgotten.
     *
     * @param kept text of one that is remembered all the same
     */
    void rank(int distinctQueries, Optional<String> kept) {
        double usualVariance = standings.stream()
                .filter(Standing::isTried)
                .mapToDouble(Standing::variance)
                .filter(Double::isFinite)
                .sorted()
                .average()
                .orElse(0);
        standings.sort(Comparator.comparing((Standing standing) -> standing.trial(usualVariance, distinctQueries))
                .thenComparing(Comparator.comparingDouble((Standing standing) -> standing.promise(usualVariance))
                        .reversed())
                .thenComparing(Standing::text));
        List<Standing> remembered = new ArrayList<>(standings.subList(0, Math.min(MOST, standings.size())));
        standings.stream()
                .skip(MOST)
                .filter(standing -> kept.equals(Optional.of(standing.text())))
                .forEach(remembered::add);
        standings = remembered;
    }

    /**
     * Discards what was measured. Those that people wrote are tried again first; those that the policy drew were the best of
     * another time, and it may draw them again.
     */
    void forgetEvidence(long version) {
        standings = standings.stream()
                .filter(standing -> standing.prompt().getTokens().isEmpty())
                .map(standing -> new Standing(standing.prompt(), version))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    Stream<Prompt> prompts() {
        return standings.stream().map(Standing::prompt);
    }

    List<PromptStanding> events() {
        return standings.stream().map(Standing::event).toList();
    }

    /** Everything that decides what comes next, for digests. */
    void write(DataOutput out) throws IOException {
        out.writeInt(standings.size());
        for (Standing standing : standings) {
            standing.write(out);
        }
    }
}

package io.promptstream.policy.learning;

import io.promptstream.event.ContextBoard;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.QueryReward;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The champion of a task and the prompts that may be better. Each round tries the champion, its nearest contenders and
 * newly drawn prompts on the same queries; what counts is the difference to the champion query by query, so that neither
 * easy queries nor better times make a prompt look good.
 *
 * <p>A race: the policy never runs out of new prompts, and the luckiest of them would always look better than those that
 * were tried twice. So a contender on trial keeps its place until it is the champion, falls behind, or its lead proves too
 * small to matter; free places go to the new prompts with the highest upper confidence bound. Belongs to one thread.
 */
public final class Leaderboard {
    static final int MOST_CONTENDERS = 128;
    /** Normal quantile of a one-sided test at 1 %, for each look. */
    static final double CONFIDENCE = 2.326;
    /** With fewer the standard error itself is a guess. */
    static final long FEWEST_QUERIES = 64;

    private Standing champion;
    private long championSince;
    private List<Standing> contenders = new ArrayList<>();
    /** That rounds are drawn from; 0: unknown, which is taken for without end. */
    private int distinctQueries;

    private Leaderboard(Standing champion, long championSince) {
        this.champion = champion;
        this.championSince = championSince;
    }

    /** Takes note of how many different queries rounds are drawn from; 0: unknown. */
    Leaderboard drawnFrom(int queries) {
        distinctQueries = queries;
        return this;
    }

    /** With a champion of which nothing is known yet. */
    static Leaderboard of(Prompt champion, long version) {
        return of(champion, version, version);
    }

    /** As the other one, which became it at an earlier version. */
    static Leaderboard of(Prompt champion, long version, long championSince) {
        return new Leaderboard(new Standing(champion, version), championSince);
    }

    /** As it was told of. */
    static Leaderboard of(PromptStanding champion, long championSince, List<PromptStanding> contenders) {
        Leaderboard board = new Leaderboard(Standing.of(champion), championSince);
        contenders.forEach(contender -> board.contenders.add(Standing.of(contender)));
        return board;
    }

    static Leaderboard of(ContextBoard event) {
        return of(event.getChampion(), event.getChampionSince(), event.getContenders());
    }

    /** Adds contenders that were not tried yet. */
    Leaderboard withContenders(List<Prompt> prompts, long version) {
        prompts.stream()
                .filter(prompt -> !prompt.getText().equals(champion.text()))
                .forEach(prompt -> contenders.add(new Standing(prompt, version)));
        return this;
    }

    ContextBoard event() {
        return new ContextBoard(champion(), championSince, contenders(), null);
    }

    /** The prompt that serves a task: the champion, or the greedy prompt of a task that has none. */
    public static Prompt served(PolicySnapshot snapshot) {
        return snapshot.getChampion().map(PromptStanding::getPrompt).orElseGet(snapshot::getGreedyPrompt);
    }

    /**
     * Standard error of the mean difference; empty where nothing can be said of it.
     *
     * @param distinctQueries of the snapshot that the standing is from
     */
    public static OptionalDouble standardError(PromptStanding standing, int distinctQueries) {
        double error = Standing.of(standing).standardError(distinctQueries);
        return Double.isFinite(error) ? OptionalDouble.of(error) : OptionalDouble.empty();
    }

    /** The champion and the most promising contenders, at most so many in all. */
    public List<Prompt> nearest(int count) {
        return Stream.concat(Stream.of(champion), contenders.stream())
                .limit(count)
                .map(Standing::prompt)
                .toList();
    }

    /**
     * Takes in a round, unless the champion had no part in it. Values that stand in for missing rewards say nothing of a
     * prompt.
     *
     * @param distinctQueries how many different queries the round's were drawn from; 0: unknown
     * @param version the version that came of the round
     */
    void compare(List<PromptResult> round, int distinctQueries, long version) {
        compare(round, distinctQueries, version, Optional.empty());
    }

    /**
     * As the other one.
     *
     * @param kept text of a contender that is remembered however far it is behind
     */
    void compare(List<PromptResult> round, int distinctQueries, long version, Optional<String> kept) {
        this.distinctQueries = distinctQueries;
        Optional<PromptResult> ofChampion = round.stream()
                .filter(result -> result.getPrompt().getText().equals(champion.text()))
                .findFirst();
        if (ofChampion.isEmpty()) {
            return;
        }
        Map<Integer, Double> baseline = new HashMap<>();
        champion.beginRound(version);
        for (QueryReward reward : measured(ofChampion.get())) {
            baseline.put(reward.getQueryIndex(), reward.getValue());
            champion.add(reward.getValue());
        }
        champion.addLabelScores(ofChampion.get().getLabelScores(), baseline.size());
        Map<String, Standing> known = new LinkedHashMap<>();
        contenders.forEach(standing -> known.put(standing.text(), standing));
        Set<String> compared = new HashSet<>(Set.of(champion.text()));
        for (PromptResult result : round) {
            if (compared.add(result.getPrompt().getText())) {
                Standing standing = known.computeIfAbsent(
                        result.getPrompt().getText(), text -> new Standing(result.getPrompt(), version));
                compare(standing, result, baseline, version);
            }
        }
        contenders = new ArrayList<>(known.values());
        replaceChampion(version);
        sort();
        List<Standing> others = contenders.size() <= MOST_CONTENDERS
                ? List.of()
                : contenders.subList(MOST_CONTENDERS, contenders.size());
        List<Standing> remembered = new ArrayList<>(contenders.subList(0, contenders.size() - others.size()));
        others.stream()
                .filter(standing -> kept.equals(Optional.of(standing.text())))
                .forEach(remembered::add);
        contenders = remembered;
    }

    /** The champion, where it leads another prompt by more than chance. */
    Optional<Prompt> ahead(String other) {
        return contenders.stream()
                .filter(standing -> standing.text().equals(other))
                .filter(standing -> standing.hasEvidence() && standing.compared() >= FEWEST_QUERIES)
                .filter(standing ->
                        standing.meanDifference() + CONFIDENCE * standing.standardError(distinctQueries) < 0)
                .findFirst()
                .map(standing -> champion.prompt());
    }

    /**
     * Discards what was measured: prompts earn something else now. The champion serves on. Of the contenders those that people
     * wrote are tried again first; those that the policy drew were the best of another time, and it may draw them again.
     *
     * @param version at which that was noticed
     */
    void forgetEvidence(long version) {
        champion = new Standing(champion.prompt(), version);
        contenders = contenders.stream()
                .filter(contender -> contender.prompt().getTokens().isEmpty())
                .map(contender -> new Standing(contender.prompt(), version))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** What the champion earned in a round, without values that stand in for missing rewards. */
    List<QueryReward> ofChampion(List<PromptResult> round) {
        return round.stream()
                .filter(result -> result.getPrompt().getText().equals(champion.text()))
                .findFirst()
                .map(Leaderboard::measured)
                .orElse(List.of());
    }

    private static void compare(Standing standing, PromptResult result, Map<Integer, Double> baseline, long version) {
        standing.beginRound(version);
        for (QueryReward reward : measured(result)) {
            standing.add(reward.getValue());
            Double ofChampion = baseline.get(reward.getQueryIndex());
            if (ofChampion != null) {
                standing.compare(reward.getValue() - ofChampion);
            }
        }
        standing.addLabelScores(result.getLabelScores(), measured(result).size());
    }

    private void replaceChampion(long version) {
        contenders.stream()
                .filter(standing -> standing.hasEvidence() && standing.compared() >= FEWEST_QUERIES)
                .filter(standing -> lowerBound(standing) > 0)
                .max(Comparator.comparingDouble(this::lowerBound))
                .ifPresent(best -> {
                    double lead = best.meanDifference();
                    long queries = best.compared();
                    best.succeed(champion);
                    contenders.remove(best);
                    contenders.add(champion);
                    contenders.forEach(standing -> standing.shift(lead, queries));
                    champion = best;
                    championSince = version;
                });
    }

    private double lowerBound(Standing standing) {
        return standing.meanDifference() - CONFIDENCE * standing.standardError(distinctQueries);
    }

    /** On trial first, then those that have not been yet, then the others; texts break ties, so that equal rounds give equal orders. */
    private void sort() {
        double usualVariance = contenders.stream()
                .filter(Standing::isTried)
                .mapToDouble(Standing::variance)
                .filter(Double::isFinite)
                .sorted()
                .average()
                .orElse(0);
        contenders.sort(Comparator.comparing((Standing standing) -> standing.trial(usualVariance, distinctQueries))
                .thenComparing(Comparator.comparingDouble((Standing standing) -> standing.promise(usualVariance))
                        .reversed())
                .thenComparing(Standing::text));
    }

    static List<QueryReward> measured(PromptResult result) {
        return result.getRewards().stream()
                .filter(reward -> ScoredPrompt.isUsable(reward.getValue()) && !reward.getImputed())
                .toList();
    }

    /** Everything that decides what comes next, for digests. */
    void write(DataOutput out) throws IOException {
        out.writeLong(championSince);
        champion.write(out);
        out.writeInt(contenders.size());
        for (Standing contender : contenders) {
            contender.write(out);
        }
        if (distinctQueries != 0) {
            out.writeInt(distinctQueries);
        }
    }

    PromptStanding champion() {
        return champion.event();
    }

    long championSince() {
        return championSince;
    }

    int distinctQueries() {
        return distinctQueries;
    }

    /** Most promising first. */
    List<PromptStanding> contenders() {
        return contenders.stream().map(Standing::event).toList();
    }
}

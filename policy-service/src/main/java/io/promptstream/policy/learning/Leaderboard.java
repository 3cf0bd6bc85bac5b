package io.promptstream.policy.learning;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.QueryReward;
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
import java.util.stream.Stream;

/**
 * The champion of a task and the prompts that may be better. Each round tries the champion, its nearest contenders and
 * newly drawn prompts on the same queries; what counts is the difference to the champion query by query, so that neither
 * easy queries nor better times make a prompt look good. Contenders are chosen by upper confidence bound, the champion is
 * replaced by lower confidence bound. Belongs to one thread.
 */
public final class Leaderboard {
    static final int MOST_CONTENDERS = 128;
    /** Normal quantile of a one-sided test at 5 %, for each look. */
    static final double CONFIDENCE = 1.645;
    /** With fewer the standard error itself is a guess. */
    static final long FEWEST_QUERIES = 64;

    /** Most promising first; texts break ties, so that equal rounds give equal orders. */
    private static final Comparator<Standing> BY_PROMISE = Comparator.comparingDouble(
                    (Standing standing) -> -(standing.meanDifference() + standing.standardError()))
            .thenComparing(standing -> standing.prompt().getText());

    private Standing champion;
    private long championSince;
    private List<Standing> contenders = new ArrayList<>();

    private Leaderboard(Standing champion, long championSince) {
        this.champion = champion;
        this.championSince = championSince;
    }

    /** With a first champion that nothing is known of. */
    public static Leaderboard begin(Prompt first, long version) {
        return new Leaderboard(new Standing(first, version), version);
    }

    /** As a snapshot tells; its greedy prompt is the champion where the snapshot has none. */
    public static Leaderboard of(PolicySnapshot snapshot) {
        long version = snapshot.getVersion();
        Standing champion = snapshot.getChampion()
                .map(Standing::of)
                .orElseGet(() -> new Standing(snapshot.getGreedyPrompt(), version));
        Leaderboard board =
                new Leaderboard(champion, snapshot.getChampionSince().orElse(version));
        snapshot.getContenders().forEach(contender -> board.contenders.add(Standing.of(contender)));
        board.contenders.sort(BY_PROMISE);
        return board;
    }

    /** The prompt that serves a task: the champion, or the greedy prompt of a task that has none. */
    public static Prompt served(PolicySnapshot snapshot) {
        return snapshot.getChampion().map(PromptStanding::getPrompt).orElseGet(snapshot::getGreedyPrompt);
    }

    /** Standard error of the mean difference; empty where nothing can be said of it. */
    public static OptionalDouble standardError(PromptStanding standing) {
        double error = Standing.of(standing).standardError();
        return error > 0 && Double.isFinite(error) ? OptionalDouble.of(error) : OptionalDouble.empty();
    }

    /** The same champion, with nothing known: for a task whose rewards mean something else from now on. */
    Leaderboard withoutEvidence(long version) {
        return new Leaderboard(new Standing(champion.prompt(), version), championSince);
    }

    /** The champion and the most promising contenders, at most so many in all. */
    public List<Prompt> nearest(int count) {
        return Stream.concat(Stream.of(champion), contenders.stream())
                .limit(count)
                .map(Standing::prompt)
                .toList();
    }

    /**
     * Takes in a round, unless the champion had no part in it.
     *
     * @param version the version that came of the round
     */
    void compare(List<PromptResult> round, long version) {
        Optional<PromptResult> ofChampion = round.stream()
                .filter(result -> result.getPrompt().getText().equals(text(champion)))
                .findFirst();
        if (ofChampion.isEmpty()) {
            return;
        }
        Map<Integer, Double> baseline = new HashMap<>();
        champion.beginRound(version);
        for (QueryReward reward : finite(ofChampion.get())) {
            baseline.put(reward.getQueryIndex(), reward.getValue());
            champion.add(reward.getValue(), 0);
        }
        Map<String, Standing> known = new LinkedHashMap<>();
        contenders.forEach(standing -> known.put(text(standing), standing));
        Set<String> compared = new HashSet<>(Set.of(text(champion)));
        for (PromptResult result : round) {
            if (compared.add(result.getPrompt().getText())) {
                Standing standing = known.computeIfAbsent(
                        result.getPrompt().getText(), text -> new Standing(result.getPrompt(), version));
                compare(standing, result, baseline, version);
            }
        }
        contenders = new ArrayList<>(known.values());
        replaceChampion(version);
        contenders.sort(BY_PROMISE);
        contenders = new ArrayList<>(contenders.subList(0, Math.min(contenders.size(), MOST_CONTENDERS)));
    }

    private static void compare(Standing standing, PromptResult result, Map<Integer, Double> baseline, long version) {
        standing.beginRound(version);
        for (QueryReward reward : finite(result)) {
            Double ofChampion = baseline.get(reward.getQueryIndex());
            if (ofChampion != null) {
                standing.add(reward.getValue(), reward.getValue() - ofChampion);
            }
        }
    }

    private void replaceChampion(long version) {
        contenders.stream()
                .filter(standing -> standing.queries() >= FEWEST_QUERIES && lowerBound(standing) > 0)
                .max(Comparator.comparingDouble(Leaderboard::lowerBound))
                .ifPresent(best -> {
                    double lead = best.meanDifference();
                    champion.dethrone(best);
                    contenders.remove(best);
                    contenders.add(champion);
                    contenders.forEach(standing -> standing.shift(lead));
                    best.enthrone();
                    champion = best;
                    championSince = version;
                });
    }

    private static double lowerBound(Standing standing) {
        return standing.meanDifference() - CONFIDENCE * standing.standardError();
    }

    private static List<QueryReward> finite(PromptResult result) {
        return result.getRewards().stream()
                .filter(reward -> Double.isFinite(reward.getValue()))
                .toList();
    }

    private static String text(Standing standing) {
        return standing.prompt().getText();
    }

    PromptStanding champion() {
        return champion.event();
    }

    long championSince() {
        return championSince;
    }

    /** Most promising first. */
    List<PromptStanding> contenders() {
        return contenders.stream().map(Standing::event).toList();
    }
}

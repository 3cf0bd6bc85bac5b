package io.promptstream.policy.learning;

import io.promptstream.event.ContextBoard;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.QueryReward;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The champion of a task and the prompts that may be better. Each round tries the champion, its nearest contenders and
 * newly drawn prompts on the same queries; what counts is the difference to the champion query by query, so that neither
 * easy queries nor better times make a prompt look good. Belongs to one thread.
 */
public final class Leaderboard {
    private Standing champion;
    private long championSince;
    private final Contenders contenders;
    /** That rounds are drawn from; 0: unknown, which is taken for without end. */
    private int distinctQueries;

    private Leaderboard(Standing champion, long championSince, Contenders contenders) {
        this.champion = champion;
        this.championSince = championSince;
        this.contenders = contenders;
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
        return new Leaderboard(new Standing(champion, version), championSince, new Contenders());
    }

    /** As it was told of. */
    static Leaderboard of(PromptStanding champion, long championSince, List<PromptStanding> contenders) {
        return new Leaderboard(Standing.of(champion), championSince, Contenders.of(contenders));
    }

    static Leaderboard of(ContextBoard event) {
        return of(event.getChampion(), event.getChampionSince(), event.getContenders());
    }

    /** Adds contenders that were not tried yet. */
    Leaderboard withContenders(List<Prompt> prompts, long version) {
        prompts.stream()
                .filter(prompt -> !prompt.getText().equals(champion.text()))
                .forEach(prompt -> contenders.add(prompt, version));
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
        return Stream.concat(Stream.of(champion.prompt()), contenders.prompts())
                .limit(count)
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
        contenders.compare(round, champion, baseline, version);
        contenders.ahead(distinctQueries).ifPresent(successor -> {
            contenders.replace(successor, champion);
            champion = successor;
            championSince = version;
        });
        contenders.rank(distinctQueries, kept);
    }

    /** The champion, where it leads another prompt by more than chance. */
    Optional<Prompt> ahead(String other) {
        return contenders.behind(other, distinctQueries).map(standing -> champion.prompt());
    }

    /**
     * Discards what was measured: prompts earn something else now. The champion serves on. Of the contenders those that people
     * wrote are tried again first; those that the policy drew were the best of another time, and it may draw them again.
     *
     * @param version at which that was noticed
     */
    void forgetEvidence(long version) {
        champion = new Standing(champion.prompt(), version);
        contenders.forgetEvidence(version);
    }

    /** What the champion earned in a round, without values that stand in for missing rewards. */
    List<QueryReward> ofChampion(List<PromptResult> round) {
        return round.stream()
                .filter(result -> result.getPrompt().getText().equals(champion.text()))
                .findFirst()
                .map(Leaderboard::measured)
                .orElse(List.of());
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
        contenders.write(out);
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
        return contenders.events();
    }
}

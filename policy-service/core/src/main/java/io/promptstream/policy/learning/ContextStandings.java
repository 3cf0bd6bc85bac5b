package io.promptstream.policy.learning;

import io.promptstream.event.ContextBoard;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Task;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of prompts on the queries of one context. Belongs to one thread.
 *
 * @param stopping nothing for a task that never stops exploring
 */
record ContextStandings(Leaderboard board, Optional<StoppingRule> stopping) {
    /**
     * Begins with the task's champion.
     *
     * @param distinct how many different queries the context has, about
     */
    static ContextStandings begin(Task task, Prompt champion, long version, int distinct) {
        return new ContextStandings(Leaderboard.of(champion, version).drawnFrom(distinct), StoppingRule.of(task));
    }

    /** Continues from a snapshot of the same revision of the task. */
    static ContextStandings of(Task task, ContextBoard event, int distinct) {
        return new ContextStandings(
                Leaderboard.of(event).drawnFrom(distinct),
                StoppingRule.of(task)
                        .map(rule -> event.getExploration().map(rule::from).orElse(rule)));
    }

    /**
     * Takes in a round.
     *
     * @param queries those of the context, by their indices
     * @param champion of the task when it came
     */
    void compare(List<PromptResult> round, Set<Integer> queries, int distinct, long version, Prompt champion) {
        List<PromptResult> own = restricted(round, queries);
        List<QueryReward> ofChampion = board.ofChampion(own);
        board.compare(own, distinct, version, Optional.of(champion.getText()));
        stopping.ifPresent(rule -> rule.observe(own, ofChampion, board.contenders()));
    }

    private static List<PromptResult> restricted(List<PromptResult> prompts, Set<Integer> queries) {
        return prompts.stream()
                .map(result -> PromptResult.newBuilder(result)
                        .setRewards(result.getRewards().stream()
                                .filter(reward -> queries.contains(reward.getQueryIndex()))
                                .toList())
                        .build())
                .toList();
    }

    ContextBoard event() {
        return ContextBoard.newBuilder(board.event())
                .setExploration(stopping.map(StoppingRule::event).orElse(null))
                .build();
    }

    /** Everything that decides what comes next, for digests. */
    void write(DataOutput out) throws IOException {
        board.write(out);
        if (stopping.isPresent()) {
            stopping.get().write(out);
        }
    }
}

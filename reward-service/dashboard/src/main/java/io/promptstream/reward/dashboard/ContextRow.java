package io.promptstream.reward.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of queries that the policy tells from others, as far as this process has read.
 *
 * @param context its number, as proposals name it
 * @param prompt that served the latest of its queries
 * @param own whether that is the context's own, not the one for all queries
 * @param queries of the context that were served
 * @param meanReward of the latest of these that were rewarded; null of none
 * @param words that are more frequent in its latest queries than in those of the other contexts, the most typical first
 * @param example its latest query
 */
public record ContextRow(
        int context,
        PromptText prompt,
        boolean own,
        long queries,
        @Nullable Double meanReward,
        List<String> words,
        String example) {}

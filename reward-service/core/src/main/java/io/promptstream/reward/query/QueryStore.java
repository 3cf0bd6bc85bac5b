package io.promptstream.reward.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of queries: one entry for each query, each answer and each proposal that feedback is about, so that no entry
 * grows with their number. {@link QueryMemory} is one in memory.
 */
public interface QueryStore {
    @Nullable QueryState find(QueryKey key);

    void put(QueryKey key, QueryState state);

    @Nullable Answer answer(QueryKey key, String proposalId);

    void put(QueryKey key, String proposalId, Answer answer);

    /** The proposals of which the answers are open, in the order in which these came. */
    List<String> open(QueryKey key);

    /**
     * What feedback says.
     *
     * @param proposalId of which proposal; null: of all of the query
     */
    @Nullable FeedbackState feedback(QueryKey key, @Nullable String proposalId);

    void put(QueryKey key, @Nullable String proposalId, FeedbackState feedback);

    /** Deletes what feedback said. */
    void forgetFeedback(QueryKey key);

    /** Deletes all that is kept of the query. */
    void forget(QueryKey key);
}

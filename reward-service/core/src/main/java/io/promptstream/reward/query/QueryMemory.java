package io.promptstream.reward.query;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps queries in memory. */
public final class QueryMemory implements QueryStore {
    private final Map<QueryKey, Kept> queries = new HashMap<>();

    private static final class Kept {
        private @Nullable QueryState state;
        private final Map<String, Answer> answers = new HashMap<>();
        private final Map<@Nullable String, FeedbackState> feedback = new HashMap<>();
    }

    /** How many queries are kept. */
    public int size() {
        return queries.size();
    }

    @Override
    public @Nullable QueryState find(QueryKey key) {
        Kept kept = queries.get(key);
        return kept == null ? null : kept.state;
    }

    @Override
    public void put(QueryKey key, QueryState state) {
        kept(key).state = state;
    }

    @Override
    public @Nullable Answer answer(QueryKey key, String proposalId) {
        Kept kept = queries.get(key);
        return kept == null ? null : kept.answers.get(proposalId);
    }

    @Override
    public void put(QueryKey key, String proposalId, Answer answer) {
        kept(key).answers.put(proposalId, answer);
    }

    @Override
    public List<String> open(QueryKey key) {
        Kept kept = queries.get(key);
        if (kept == null) {
            return List.of();
        }
        return kept.answers.entrySet().stream()
                .filter(answer -> answer.getValue() instanceof OpenAnswer)
                .sorted(Comparator.comparingInt(answer -> ((OpenAnswer) answer.getValue()).number()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public @Nullable FeedbackState feedback(QueryKey key, @Nullable String proposalId) {
        Kept kept = queries.get(key);
        return kept == null ? null : kept.feedback.get(proposalId);
    }

    @Override
    public void put(QueryKey key, @Nullable String proposalId, FeedbackState feedback) {
        kept(key).feedback.put(proposalId, feedback);
    }

    @Override
    public void forgetFeedback(QueryKey key) {
        Kept kept = queries.get(key);
        if (kept != null) {
            kept.feedback.clear();
        }
    }

    @Override
    public void forget(QueryKey key) {
        queries.remove(key);
    }

    private Kept kept(QueryKey key) {
        return queries.computeIfAbsent(key, ignored -> new Kept());
    }
}

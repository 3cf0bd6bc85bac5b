package io.promptstream.reward.app.score;

import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.ReceivedOutput;
import io.promptstream.reward.query.Answer;
import io.promptstream.reward.query.FeedbackState;
import io.promptstream.reward.query.QueryKey;
import io.promptstream.reward.query.QueryState;
import io.promptstream.reward.query.QueryStateFormat;
import io.promptstream.reward.query.QueryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps queries in state stores. */
public final class StoredQueries implements QueryStore {
    /** Of feedback about all of a query. */
    private static final String ALL = "";
    /** Begins what stands for a proposal, which may have an empty id. */
    private static final String ONE = "=";

    private final KeyValueStore<Bytes, byte[]> queries;
    private final KeyValueStore<Bytes, byte[]> answers;
    private final KeyValueStore<Bytes, byte[]> feedbackStore;
    private final Function<byte[], TaskOutput> outputs;

    /** @param outputs reads an output as it came */
    public StoredQueries(
            KeyValueStore<Bytes, byte[]> queries,
            KeyValueStore<Bytes, byte[]> answers,
            KeyValueStore<Bytes, byte[]> feedbackStore,
            Function<byte[], TaskOutput> outputs) {
        this.queries = queries;
        this.answers = answers;
        this.feedbackStore = feedbackStore;
        this.outputs = outputs;
    }

    @Override
    public @Nullable QueryState find(QueryKey key) {
        byte[] state = queries.get(Bytes.wrap(key.bytes()));
        return state == null ? null : QueryStateFormat.read(state);
    }

    @Override
    public void put(QueryKey key, QueryState state) {
        queries.put(Bytes.wrap(key.bytes()), QueryStateFormat.write(state));
    }

    @Override
    public @Nullable Answer answer(QueryKey key, String proposalId) {
        byte[] answer = answers.get(Bytes.wrap(key.ofProposal(proposalId)));
        return answer == null ? null : Answer.read(answer, bytes -> new ReceivedOutput(bytes, outputs));
    }

    @Override
    public void put(QueryKey key, String proposalId, Answer answer) {
        answers.put(Bytes.wrap(key.ofProposal(proposalId)), Answer.write(answer));
    }

    @Override
    public List<String> open(QueryKey key) {
        Map<Integer, String> open = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = entries(answers, key)) {
            entries.forEachRemaining(entry -> {
                if (Answer.isOpen(entry.value)) {
                    open.put(Answer.number(entry.value), QueryKey.proposalId(entry.key.get()));
                }
            });
        }
        return List.copyOf(open.values());
    }

    @Override
    public @Nullable FeedbackState feedback(QueryKey key, @Nullable String proposalId) {
        byte[] feedback = feedbackStore.get(about(key, proposalId));
        return feedback == null ? null : FeedbackState.read(feedback);
    }

    @Override
    public void put(QueryKey key, @Nullable String proposalId, FeedbackState feedback) {
        feedbackStore.put(about(key, proposalId), feedback.toBytes());
    }

    @Override
    public void forgetFeedback(QueryKey key) {
        delete(feedbackStore, key);
    }

    @Override
    public void forget(QueryKey key) {
        delete(answers, key);
        forgetFeedback(key);
        queries.delete(Bytes.wrap(key.bytes()));
    }

    private static Bytes about(QueryKey key, @Nullable String proposalId) {
        return Bytes.wrap(key.ofProposal(proposalId == null ? ALL : ONE + proposalId));
    }

    private static void delete(KeyValueStore<Bytes, byte[]> store, QueryKey key) {
        List<Bytes> doomed = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = entries(store, key)) {
            entries.forEachRemaining(entry -> doomed.add(entry.key));
        }
        doomed.forEach(store::delete);
    }

    private static KeyValueIterator<Bytes, byte[]> entries(KeyValueStore<Bytes, byte[]> store, QueryKey key) {
        return store.prefixScan(key.bytes(), new ByteArraySerializer());
    }
}

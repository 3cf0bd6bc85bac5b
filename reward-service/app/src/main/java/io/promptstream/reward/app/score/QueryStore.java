package io.promptstream.reward.app.score;

import io.promptstream.reward.app.streams.DeadlineIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of queries: one entry for each query, each answer and each proposal that feedback is about, so that no entry
 * grows with their number; and when each query is to be looked at.
 */
final class QueryStore {
    /** Of feedback about all of a query. */
    private static final String ALL = "";
    /** Begins what stands for a proposal, which may have an empty id. */
    private static final String ONE = "=";

    private final KeyValueStore<Bytes, byte[]> queries;
    private final KeyValueStore<Bytes, byte[]> answers;
    private final KeyValueStore<Bytes, byte[]> opinions;
    private final DeadlineIndex deadlines;

    QueryStore(
            KeyValueStore<Bytes, byte[]> queries,
            KeyValueStore<Bytes, byte[]> answers,
            KeyValueStore<Bytes, byte[]> opinions,
            DeadlineIndex deadlines) {
        this.queries = queries;
        this.answers = answers;
        this.opinions = opinions;
        this.deadlines = deadlines;
    }

    @Nullable QueryState find(QueryKey key) {
        byte[] state = queries.get(Bytes.wrap(key.bytes()));
        return state == null ? null : QueryStateFormat.read(state);
    }

    void put(QueryKey key, QueryState state) {
        queries.put(Bytes.wrap(key.bytes()), QueryStateFormat.write(state));
    }

    /** Has the query looked at no later than at the time; the state is to be {@link #put} then. */
    void wake(QueryKey key, QueryState state, long at) {
        if (at < state.wakesAt()) {
            state.wakeAt(at);
            deadlines.add(at, key.bytes());
        }
    }

    @Nullable Answer answer(QueryKey key, String proposalId) {
        byte[] answer = answers.get(Bytes.wrap(key.ofProposal(proposalId)));
        return answer == null ? null : Answer.read(answer);
    }

    void put(QueryKey key, String proposalId, Answer answer) {
        answers.put(Bytes.wrap(key.ofProposal(proposalId)), Answer.write(answer));
    }

    /** The proposals of which the answers are open, in the order in which these came. */
    List<String> open(QueryKey key) {
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

    /** @param proposalId null: of feedback about all of the query */
    @Nullable Opinion opinion(QueryKey key, @Nullable String proposalId) {
        byte[] opinion = opinions.get(about(key, proposalId));
        return opinion == null ? null : Opinion.read(opinion);
    }

    void put(QueryKey key, @Nullable String proposalId, Opinion opinion) {
        opinions.put(about(key, proposalId), opinion.toBytes());
    }

    private static Bytes about(QueryKey key, @Nullable String proposalId) {
        return Bytes.wrap(key.ofProposal(proposalId == null ? ALL : ONE + proposalId));
    }

    /** Deletes all that is kept of the query. */
    void forget(QueryKey key) {
        delete(answers, key);
        delete(opinions, key);
        queries.delete(Bytes.wrap(key.bytes()));
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

package io.promptstream.languagemodel.scoring;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Network;
import io.promptstream.languagemodel.network.TokenBatch;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Scores candidate tokens behind prefixes and suffixes; keys and values of the prefixes are taken from a cache. */
public final class Scorer {
    /** Name by which {@link Gpt2Network#call} gathers the prefixes into one argument. */
    private static final String PREFIXES = "prefixes[]";

    private final Gpt2Network network;
    private final PrefixCache cache;
    private final NDManager owner;
    private final NDArray noPrefix;

    /**
     * @param owner holds what is cached
     */
    public Scorer(Gpt2Network network, PrefixCache cache, NDManager owner, Gpt2Configuration configuration) {
        this.network = network;
        this.cache = cache;
        this.owner = owner;
        this.noPrefix = owner.zeros(new Shape(configuration.layers(), 0, 2L * configuration.width()));
        noPrefix.setName(PREFIXES);
    }

    /** Logits per request, as {@code [suffix][candidate]}. */
    public List<float[][]> score(List<ScoringRequest> requests) {
        List<ScoringRequest> asked =
                requests.stream().map(ScoringRequest::withoutEmptySuffixes).toList();
        int[] candidates = asked.stream()
                .flatMapToInt(request -> request.candidates().stream())
                .distinct()
                .toArray();
        Map<Integer, Integer> columns = new HashMap<>();
        IntStream.range(0, candidates.length).forEach(column -> columns.put(candidates[column], column));
        List<float[][]> results = asked.stream()
                .map(request -> new float[request.suffixes().size()]
                        [request.candidates().size()])
                .toList();
        for (List<ScoringRow> rows : ScoringRow.batches(asked)) {
            ScoringBatch batch = new ScoringBatch(rows);
            float[] logits = run(batch, candidates);
            collect(batch, logits, asked, columns, results);
        }
        return results;
    }

    private float[] run(ScoringBatch batch, int[] candidates) {
        List<Tokens> prefixes = batch.rows().stream()
                .map(ScoringRow::prefix)
                .filter(prefix -> !prefix.isEmpty())
                .distinct()
                .toList();
        try (NDManager manager = owner.newSubManager();
                PrefixCache.Lease lease = cache.lease(prefixes, this::encode)) {
            Map<Tokens, NDArray> byPrefix = new HashMap<>();
            for (int i = 0; i < prefixes.size(); i++) {
                byPrefix.put(prefixes.get(i), lease.keysValues().get(i));
            }
            List<NDArray> keysValues = batch.rows().stream()
                    .map(row -> byPrefix.getOrDefault(row.prefix(), noPrefix))
                    .toList();
            long[] columns = IntStream.of(candidates).asLongStream().toArray();
            return network.call("score", batch.arguments(manager, columns, keysValues))
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    private static void collect(
            ScoringBatch batch,
            float[] logits,
            List<ScoringRequest> requests,
            Map<Integer, Integer> columns,
            List<float[][]> results) {
        for (int r = 0; r < batch.rows().size(); r++) {
            ScoringRow row = batch.rows().get(r);
            Tokens candidates = requests.get(row.request()).candidates();
            for (int s = 0; s < row.suffixes().size(); s++) {
                float[] scores = results.get(row.request())[row.suffixIndexes().get(s)];
                for (int c = 0; c < scores.length; c++) {
                    int column = columns.getOrDefault(candidates.get(c), 0);
                    scores[c] = logits[batch.resultIndex(r, s) * columns.size() + column];
                }
            }
        }
    }

    /** Keys and values {@code (blocks, T, 2 width)} of each prefix, computed together. */
    private List<NDArray> encode(List<Tokens> prefixes) {
        try (NDManager manager = owner.newSubManager()) {
            List<NDArray> encoded = new ArrayList<>();
            for (TokenBatch batch : TokenBatch.split(prefixes)) {
                NDArray all =
                        network.call("prefix", new NDList(batch.ids(manager))).singletonOrThrow();
                for (int i = 0; i < batch.sequences().size(); i++) {
                    // A copy: a view would keep the whole batch in memory for as long as one of its prefixes is cached.
                    NDArray own = all.get(i)
                            .get(":, :" + batch.sequences().get(i).size())
                            .duplicate();
                    own.attach(owner);
                    own.setName(PREFIXES);
                    encoded.add(own);
                }
            }
            return encoded;
        }
    }
}

package io.promptstream.languagemodel.scoring;

import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Suffixes of one request that share a row of a batch: they stand behind each other, and a mask keeps each from seeing
 * the others. So suffixes of different lengths need no padding, and the prefix is attended to without being copied.
 *
 * @param request index of the request
 * @param prefix what the suffixes follow
 * @param suffixIndexes which suffixes of the request
 * @param suffixes these suffixes
 */
record ScoringRow(int request, Tokens prefix, List<Integer> suffixIndexes, List<Tokens> suffixes) {
    /** Attention within a row grows with the square of its tokens; beyond this it costs more than a further row. */
    private static final int ROW_TOKENS = 160;

    /** Enough work for one native call; more costs memory and gains nothing. */
    private static final int BATCH_TOKENS = 2048;

    int tokens() {
        return suffixes.stream().mapToInt(Tokens::size).sum();
    }

    /** Splits requests into rows and rows into batches of similar size; every suffix is in exactly one row. */
    static List<List<ScoringRow>> batches(List<ScoringRequest> requests) {
        List<ScoringRow> rows = IntStream.range(0, requests.size())
                .boxed()
                .flatMap(index -> rows(index, requests.get(index)).stream())
                .sorted(Comparator.comparingInt(ScoringRow::tokens)
                        .thenComparingInt(row -> row.prefix().size()))
                .toList();
        List<List<ScoringRow>> batches = new ArrayList<>();
        List<ScoringRow> batch = new ArrayList<>();
        for (ScoringRow row : rows) {
            // Rows come in ascending order, so this one decides to what length all are padded.
            if (!batch.isEmpty() && (batch.size() + 1) * row.tokens() > BATCH_TOKENS) {
                batches.add(List.copyOf(batch));
                batch.clear();
            }
            batch.add(row);
        }
        batches.add(List.copyOf(batch));
        return batches;
    }

    private static List<ScoringRow> rows(int request, ScoringRequest asked) {
        List<ScoringRow> rows = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        int tokens = 0;
        for (int i = 0; i < asked.suffixes().size(); i++) {
            int size = asked.suffixes().get(i).size();
            if (!indexes.isEmpty() && tokens + size > ROW_TOKENS) {
                rows.add(row(request, asked, indexes));
                indexes.clear();
                tokens = 0;
            }
            indexes.add(i);
            tokens += size;
        }
        rows.add(row(request, asked, indexes));
        return rows;
    }

    private static ScoringRow row(int request, ScoringRequest asked, List<Integer> indexes) {
        return new ScoringRow(
                request,
                asked.prefix(),
                List.copyOf(indexes),
                indexes.stream().map(asked.suffixes()::get).toList());
    }
}

package io.promptstream.languagemodel.scoring;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.Arrays;
import java.util.List;

/** Lays rows out as the arrays that the {@code score} method of {@code gpt2.torchscript} takes. */
final class ScoringBatch {
    private final List<ScoringRow> rows;
    private final int length;
    private final int ends;
    private final long[] ids;
    private final long[] positions;
    private final long[] segments;
    private final long[] prefixLengths;
    private final long[] endIndexes;

    ScoringBatch(List<ScoringRow> rows) {
        this.rows = rows;
        this.length = rows.stream().mapToInt(ScoringRow::tokens).max().orElse(0);
        this.ends = rows.stream().mapToInt(row -> row.suffixes().size()).max().orElse(0);
        this.ids = new long[rows.size() * length];
        this.positions = new long[ids.length];
        this.segments = new long[ids.length];
        this.prefixLengths = new long[rows.size()];
        this.endIndexes = new long[rows.size() * ends];
        // Padding is a segment of its own: it sees itself, so that no row of the softmax is empty.
        Arrays.fill(segments, -1);
        for (int i = 0; i < rows.size(); i++) {
            layOut(i, rows.get(i));
        }
    }

    private void layOut(int index, ScoringRow row) {
        int prefix = row.prefix().size();
        prefixLengths[index] = prefix;
        int at = index * length;
        for (int segment = 0; segment < row.suffixes().size(); segment++) {
            Tokens suffix = row.suffixes().get(segment);
            for (int i = 0; i < suffix.size(); i++, at++) {
                ids[at] = suffix.get(i);
                positions[at] = (long) prefix + i;
                segments[at] = segment;
            }
            endIndexes[index * ends + segment] = at - 1L - (long) index * length;
        }
    }

    List<ScoringRow> rows() {
        return rows;
    }

    /** Index of a row's suffix among the first two dimensions of the result, flattened. */
    int resultIndex(int row, int suffix) {
        return row * ends + suffix;
    }

    /**
     * The arguments, in a manager.
     *
     * @param candidates tokens to score
     * @param keysValues one array per row
     */
    NDList arguments(NDManager manager, long[] candidates, List<NDArray> keysValues) {
        Shape shape = new Shape(rows.size(), length);
        NDList arguments = new NDList(
                manager.create(ids, shape),
                manager.create(positions, shape),
                manager.create(segments, shape),
                manager.create(prefixLengths),
                manager.create(endIndexes, new Shape(rows.size(), ends)),
                manager.create(candidates));
        arguments.addAll(keysValues);
        return arguments;
    }
}

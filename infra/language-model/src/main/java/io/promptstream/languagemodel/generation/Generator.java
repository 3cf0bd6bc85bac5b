package io.promptstream.languagemodel.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Network;
import io.promptstream.languagemodel.network.TokenBatch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Continues texts token by token; keys and values of earlier positions are kept for the duration of the call. */
public final class Generator {
    /** Bounds the memory that keys, values and logits of one call take. */
    private static final int BATCH_SEQUENCES = 64;

    private final Gpt2Network network;
    private final Gpt2Configuration configuration;
    private final NDManager owner;
    private final int[] unused;

    /** @param unused ids that stand for nothing and are never chosen */
    public Generator(Gpt2Network network, Gpt2Configuration configuration, NDManager owner, int[] unused) {
        this.network = network;
        this.configuration = configuration;
        this.owner = owner;
        this.unused = unused;
    }

    public List<Generated> generate(List<GenerationRequest> requests) {
        // Similar lengths together: padding in a cache is attended to, though masked, in every step.
        int[] order = IntStream.range(0, requests.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                        index -> requests.get(index).prompt().size()))
                .mapToInt(Integer::intValue)
                .toArray();
        Generated[] results = new Generated[requests.size()];
        for (int first = 0; first < order.length; first += BATCH_SEQUENCES) {
            int[] chosen = Arrays.copyOfRange(order, first, Math.min(order.length, first + BATCH_SEQUENCES));
            List<GenerationSequence> sequences = Arrays.stream(chosen)
                    .mapToObj(index -> new GenerationSequence(requests.get(index), configuration))
                    .toList();
            run(sequences);
            for (int i = 0; i < chosen.length; i++) {
                results[chosen[i]] = sequences.get(i).result();
            }
        }
        return List.of(results);
    }

    private void run(List<GenerationSequence> sequences) {
        TokenBatch prompts = new TokenBatch(
                0, sequences.stream().map(GenerationSequence::prompt).toList());
        int rows = sequences.size();
        int padded = prompts.length();
        NDManager held = owner.newSubManager();
        try {
            NDArray none = held.zeros(new Shape(configuration.layers(), rows, 0, 2L * configuration.width()));
            NDList step = call(held, prompts.ids(held), positions(held, rows, padded), none, sequences, padded, 0);
            for (int generated = 1; choose(sequences, step.get(0)); generated++) {
                NDManager next = owner.newSubManager();
                NDArray past = step.get(1);
                past.attach(next);
                held.close();
                held = next;
                step = call(
                        held,
                        latest(held, sequences),
                        latestPositions(held, sequences),
                        past,
                        sequences,
                        padded,
                        generated);
            }
        } finally {
            held.close();
        }
    }

    private NDList call(
            NDManager manager,
            NDArray ids,
            NDArray positions,
            NDArray past,
            List<GenerationSequence> sequences,
            int padded,
            int generated) {
        long[] last = new long[sequences.size()];
        if (generated == 0) {
            Arrays.setAll(last, row -> sequences.get(row).prompt().size() - 1L);
        }
        return network.call(
                "extend",
                new NDList(ids, positions, past, seen(manager, sequences, padded, generated), manager.create(last)));
    }

    /** Chooses the next token of every sequence; whether any continues. */
    private boolean choose(List<GenerationSequence> sequences, NDArray logits) {
        float[] scores = logits.toFloatArray();
        for (int row = 0; row < sequences.size(); row++) {
            int from = row * configuration.vocabularySize();
            for (int id : unused) {
                scores[from + id] = Float.NEGATIVE_INFINITY;
            }
            sequences.get(row).append(scores, from, configuration.vocabularySize());
        }
        return sequences.stream().anyMatch(sequence -> !sequence.finished());
    }

    private static NDArray positions(NDManager manager, int rows, int length) {
        long[] positions = new long[rows * length];
        Arrays.setAll(positions, i -> i % length);
        return manager.create(positions, new Shape(rows, length));
    }

    private static NDArray latest(NDManager manager, List<GenerationSequence> sequences) {
        return manager.create(
                sequences.stream().mapToLong(GenerationSequence::latest).toArray(), new Shape(sequences.size(), 1));
    }

    private static NDArray latestPositions(NDManager manager, List<GenerationSequence> sequences) {
        return manager.create(
                sequences.stream().mapToLong(GenerationSequence::latestPosition).toArray(),
                new Shape(sequences.size(), 1));
    }

    /** Hides the padding between a prompt and what was generated behind it. */
    private static NDArray seen(NDManager manager, List<GenerationSequence> sequences, int padded, int generated) {
        int length = padded + generated;
        float[] seen = new float[sequences.size() * length];
        for (int row = 0; row < sequences.size(); row++) {
            int prompt = sequences.get(row).prompt().size();
            Arrays.fill(seen, row * length + prompt, row * length + padded, Float.NEGATIVE_INFINITY);
        }
        return manager.create(seen, new Shape(sequences.size(), length));
    }
}

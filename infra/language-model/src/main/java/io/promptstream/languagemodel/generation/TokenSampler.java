package io.promptstream.languagemodel.generation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Chooses tokens for one sequence from its logits. */
final class TokenSampler {
    private final Sampling sampling;
    private final SplittableRandom random;

    TokenSampler(Sampling sampling) {
        this.sampling = sampling;
        this.random = switch (sampling) {
            case Sampling.Greedy greedy -> new SplittableRandom(0);
            case Sampling.TopK topK -> new SplittableRandom(topK.seed());
        };
    }

    /** The chosen token from logits over the vocabulary, which begin at {@code from} in {@code logits}. */
    int choose(float[] logits, int from, int vocabularySize) {
        return switch (sampling) {
            case Sampling.Greedy greedy -> largest(logits, from, vocabularySize);
            case Sampling.TopK topK -> draw(topK, logits, from, vocabularySize);
        };
    }

    /** {@code log softmax(logits)[token]}. */
    static double logProbability(float[] logits, int from, int vocabularySize, int token) {
        double highest = logits[from + largest(logits, from, vocabularySize)];
        double sum = 0;
        for (int i = 0; i < vocabularySize; i++) {
            sum += Math.exp(logits[from + i] - highest);
        }
        return logits[from + token] - highest - Math.log(sum);
    }

    private static int largest(float[] logits, int from, int vocabularySize) {
        int best = 0;
        for (int i = 1; i < vocabularySize; i++) {
            if (logits[from + i] > logits[from + best]) {
                best = i;
            }
        }
        return best;
    }

    private int draw(Sampling.TopK topK, float[] logits, int from, int vocabularySize) {
        int[] kept = highest(logits, from, vocabularySize, Math.min(topK.topK(), vocabularySize));
        double highest = logits[from + kept[0]];
        double[] cumulative = new double[kept.length];
        double sum = 0;
        for (int i = 0; i < kept.length; i++) {
            sum += Math.exp((logits[from + kept[i]] - highest) / topK.temperature());
            cumulative[i] = sum;
        }
        double drawn = random.nextDouble() * sum;
        for (int i = 0; i < kept.length; i++) {
            if (drawn < cumulative[i]) {
                return kept[i];
            }
        }
        return kept[kept.length - 1];
    }

    /** Tokens of the {@code count} highest logits, highest first; of equals the smaller id is first. */
    private static int[] highest(float[] logits, int from, int vocabularySize, int count) {
        Comparator<Integer> worstFirst = Comparator.<Integer>comparingDouble(token -> logits[from + token])
                .thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> kept = new PriorityQueue<>(count + 1, worstFirst);
        for (int token = 0; token < vocabularySize; token++) {
            Integer worst = kept.peek();
            if (kept.size() < count || worst == null || logits[from + token] > logits[from + worst]) {
                kept.add(token);
                if (kept.size() > count) {
                    kept.poll();
                }
            }
        }
        return kept.stream()
                .sorted(worstFirst.reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }
}

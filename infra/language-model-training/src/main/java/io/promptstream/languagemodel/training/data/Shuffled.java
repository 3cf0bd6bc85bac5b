package io.promptstream.languagemodel.training.data;

import java.util.SplittableRandom;

/** The indexes {@code 0..size-1} in an endless order: every epoch holds each once, freshly shuffled. A pure function of the seed. */
public final class Shuffled {

    private final int size;
    private final long seed;
    private long epoch = -1;
    private int[] order = new int[0];

    public Shuffled(int size, long seed) {
        if (size <= 0) {
            throw new IllegalArgumentException("there is nothing to shuffle; give at least one item");
        }
        this.size = size;
        this.seed = seed;
    }

    /** The index at {@code position} of the endless order. */
    public int at(long position) {
        long wanted = position / size;
        if (wanted != epoch) {
            order = permutation(size, new SplittableRandom(Seeds.mix(seed, wanted)));
            epoch = wanted;
        }
        return order[(int) (position % size)];
    }

    private static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}

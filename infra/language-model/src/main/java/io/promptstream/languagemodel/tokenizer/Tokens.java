package io.promptstream.languagemodel.tokenizer;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable sequence of token ids, possibly empty. */
public final class Tokens {
    private static final Tokens EMPTY = new Tokens(new int[0]);

    private final int[] ids;
    private final int hash;

    private Tokens(int[] ids) {
        this.ids = ids;
        this.hash = Arrays.hashCode(ids);
    }

    public static Tokens of(int... ids) {
        return new Tokens(ids.clone());
    }

    public static Tokens empty() {
        return EMPTY;
    }

    public int size() {
        return ids.length;
    }

    public boolean isEmpty() {
        return ids.length == 0;
    }

    /** The id at a position from 0 to {@code size() - 1}. */
    public int get(int position) {
        return ids[position];
    }

    /** This sequence followed by another. */
    public Tokens concat(Tokens other) {
        int[] both = Arrays.copyOf(ids, ids.length + other.ids.length);
        System.arraycopy(other.ids, 0, both, ids.length, other.ids.length);
        return new Tokens(both);
    }

    /** The positions {@code from} (inclusive) to {@code to} (exclusive). */
    public Tokens slice(int from, int to) {
        return new Tokens(Arrays.copyOfRange(ids, from, to));
    }

    public IntStream stream() {
        return Arrays.stream(ids);
    }

    public int[] toArray() {
        return ids.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}

package io.promptstream.policy.learning;

import java.nio.charset.StandardCharsets;

/**
 * SplitMix64 (Steele, Lea and Flood 2014): random numbers whose sequence will never change with a library, so that an old
 * seed draws the same prompt years later.
 */
final class SplitMix {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SplitMix(long seed) {
        this.state = seed;
    }

    /** A number that depends on all bits of the two arguments. */
    static long mix(long first, long second) {
        return finish(finish(first + GAMMA) ^ (second * GAMMA + 1));
    }

    /** A number that depends on all bits of the seed and on the text. */
    static long mix(long seed, String text) {
        long result = seed;
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            result = mix(result, value);
        }
        return result;
    }

    long nextLong() {
        state += GAMMA;
        return finish(state);
    }

    /** Uniform in [0, 1). */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [0, bound). */
    int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }

    /** What a new generator continues from. */
    long state() {
        return state;
    }

    private static long finish(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

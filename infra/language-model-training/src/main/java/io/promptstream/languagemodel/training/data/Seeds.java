package io.promptstream.languagemodel.training.data;

/** Derives independent seeds, so that what is drawn depends on where it is used and not on what was drawn before. */
public final class Seeds {

    private Seeds() {}

    /** A seed from {@code seed} and a path of numbers, by the finaliser of SplitMix64. */
    public static long mix(long seed, long... path) {
        long mixed = seed;
        for (long step : path) {
            mixed = finalise(mixed + 0x9e3779b97f4a7c15L + step * 0xd1342543de82ef95L);
        }
        return mixed;
    }

    private static long finalise(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

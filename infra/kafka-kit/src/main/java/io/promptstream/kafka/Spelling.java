package io.promptstream.kafka;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant. */
public final class Spelling {
    private Spelling() {}

    /** The known name that is most like this one; of several the first in the alphabet. */
    public static String nearest(String name, Collection<String> known) {
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(candidate -> mistakes(name, candidate)))
                .orElseThrow();
    }

    /**
     * How many single typing mistakes make one word of another. Optimal string alignment: characters that are missing, too many, wrong, or
     * swapped with their neighbour (F. Damerau, A technique for computer detection and correction of spelling errors, CACM
     * 7(3), 1964).
     */
    public static int mistakes(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                distances[i][j] = i == 0 ? j : j == 0 ? i : step(distances, one, other, i, j);
            }
        }
        return distances[one.length()][other.length()];
    }

    private static int step(int[][] distances, String one, String other, int i, int j) {
        int wrong = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int distance =
                Math.min(distances[i - 1][j - 1] + wrong, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(distance, distances[i - 2][j - 2] + 1) : distance;
    }
}

package io.promptstream.policy.learning;

import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Directions that vectors are nearest to: spherical k-means (Dhillon and Modha 2001) with the first centroids drawn as k-means++
 * draws them, on vectors whose common mean was taken off. Equal vectors give equal clusters, bit for bit.
 *
 * @param mean of the vectors at length 1
 * @param centroids of length 1
 */
record Clusters(List<Double> mean, List<List<Double>> centroids) {
    private static final int STARTS = 8;
    private static final int STEPS = 32;

    Clusters {
        mean = List.copyOf(mean);
        centroids = centroids.stream().map(List::copyOf).toList();
    }

    /**
     * The clusters of vectors.
     *
     * @param vectors of length 1, all as wide, at least one
     */
    static Clusters of(List<double[]> vectors, int count, long seed) {
        double[] mean = new double[vectors.getFirst().length];
        for (double[] vector : vectors) {
            add(vector, mean, 1.0 / vectors.size());
        }
        double[][] centred =
                vectors.stream().map(vector -> centred(vector, mean)).toArray(double[][]::new);
        SplitMix random = new SplitMix(seed);
        double[][] best = new double[0][];
        double bestFit = Double.NEGATIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            double[][] centroids = start(centred, count, random);
            double fit = Double.NEGATIVE_INFINITY;
            for (int step = 0; step < STEPS; step++) {
                fit = step(centred, centroids);
            }
            if (fit > bestFit) {
                bestFit = fit;
                best = centroids;
            }
        }
        return new Clusters(list(mean), Arrays.stream(best).map(Clusters::list).toList());
    }

    /** Each after the first is drawn with a probability in proportion to how far it is from those before. */
    private static double[][] start(double[][] vectors, int count, SplitMix random) {
        List<double[]> drawn = new ArrayList<>();
        drawn.add(vectors[random.nextInt(vectors.length)].clone());
        while (drawn.size() < count) {
            double[] distances = new double[vectors.length];
            double sum = 0;
            for (int i = 0; i < vectors.length; i++) {
                double[] vector = vectors[i];
                double cosine = drawn.stream()
                        .mapToDouble(centroid -> dot(centroid, vector))
                        .max()
                        .orElseThrow();
                distances[i] = Math.max(0, 1 - cosine);
                sum += distances[i];
            }
            double left = random.nextDouble() * sum;
            int at = 0;
            while (at < vectors.length - 1 && left >= distances[at]) {
                left -= distances[at];
                at++;
            }
            drawn.add(vectors[at].clone());
        }
        return drawn.toArray(double[][]::new);
    }

    /** Moves each centroid into the middle of its vectors; one without any stays. Returns how near they were. */
    private static double step(double[][] vectors, double[][] centroids) {
        double[][] sums = new double[centroids.length][vectors[0].length];
        double fit = 0;
        for (double[] vector : vectors) {
            int nearest = nearest(vector, centroids);
            fit += dot(vector, centroids[nearest]);
            add(vector, sums[nearest], 1);
        }
        for (int i = 0; i < centroids.length; i++) {
            double[] moved = normalised(sums[i]);
            if (dot(moved, moved) > 0) {
                centroids[i] = moved;
            }
        }
        return fit;
    }

    private static int nearest(double[] vector, double[][] centroids) {
        int best = 0;
        for (int i = 1; i < centroids.length; i++) {
            best = dot(vector, centroids[i]) > dot(vector, centroids[best]) ? i : best;
        }
        return best;
    }

    int width() {
        return mean.size();
    }

    /**
     * The cluster whose centroid a vector is nearest to.
     *
     * @param vector of length 1 and {@link #width}
     */
    int nearest(double[] vector) {
        double[] centred = centred(vector, array(mean));
        return nearest(centred, centroids.stream().map(Clusters::array).toArray(double[][]::new));
    }

    void write(DataOutput out) throws IOException {
        for (double value : mean) {
            out.writeDouble(value);
        }
        for (List<Double> centroid : centroids) {
            for (double value : centroid) {
                out.writeDouble(value);
            }
        }
    }

    private static double[] centred(double[] vector, double[] mean) {
        double[] centred = vector.clone();
        add(mean, centred, -1);
        return normalised(centred);
    }

    /** The vector at length 1; zeros stay zeros. */
    static double[] normalised(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        return length == 0
                ? vector
                : Arrays.stream(vector).map(value -> value / length).toArray();
    }

    private static void add(double[] vector, double[] to, double weight) {
        for (int i = 0; i < to.length; i++) {
            to[i] += weight * vector[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}

package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClustersTest {
    /** Two directions, seen from a point that lies far off, with noise. */
    private static List<double[]> vectors(long seed) {
        Random random = new Random(seed);
        List<double[]> vectors = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            double side = n % 2 == 0 ? 1 : -1;
            vectors.add(Clusters.normalised(new double[] {
                10 + random.nextGaussian() / 4, side + random.nextGaussian() / 4, random.nextGaussian() / 4, 3
            }));
        }
        return vectors;
    }

    @Test
    void vectorsThatLieTogetherAreOfOneCluster() {
        // Given
        List<double[]> vectors = vectors(1);

        // When
        Clusters clusters = Clusters.of(vectors.subList(0, 40), 2, 7);

        // Then
        int even = clusters.nearest(vectors.get(0));
        for (int n = 0; n < vectors.size(); n++) {
            assertThat(clusters.nearest(vectors.get(n))).isEqualTo(n % 2 == 0 ? even : 1 - even);
        }
    }

    @Test
    void equalVectorsGiveEqualClusters() {
        assertThat(Clusters.of(vectors(1), 3, 7)).isEqualTo(Clusters.of(vectors(1), 3, 7));
        assertThat(Clusters.of(vectors(1), 3, 7)).isNotEqualTo(Clusters.of(vectors(2), 3, 7));
    }

    @Test
    void fewerDifferentVectorsThanClustersAreNoError() {
        // Given
        List<double[]> same = List.of(new double[] {0, 1}, new double[] {0, 1});

        // When
        Clusters clusters = Clusters.of(same, 4, 7);

        // Then
        assertThat(clusters.nearest(new double[] {0, 1})).isBetween(0, 3);
        assertThat(clusters.centroids())
                .hasSize(4)
                .allSatisfy(centroid -> assertThat(centroid).doesNotContain(Double.NaN));
    }
}

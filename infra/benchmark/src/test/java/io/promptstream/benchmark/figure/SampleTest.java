package io.promptstream.benchmark.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void interpolatesBetweenNeighbours() {
        // Given
        Sample sample = new Sample(List.of(40.0, 10.0, 30.0, 20.0));

        // When / Then
        assertThat(sample.median()).isEqualTo(25);
        assertThat(sample.quantile(0)).isEqualTo(10);
        assertThat(sample.quantile(0.25)).isEqualTo(17.5);
        assertThat(sample.quantile(1)).isEqualTo(40);
    }

    @Test
    void wantsSomething() {
        assertThatThrownBy(() -> new Sample(List.of())).hasMessageContaining("run longer");
    }
}

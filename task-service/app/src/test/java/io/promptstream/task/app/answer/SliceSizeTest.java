package io.promptstream.task.app.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SliceSizeTest {
    private final SliceSize size = new SliceSize(Duration.ofSeconds(2));

    @Test
    void growsWithAFastModelStepByStep() {
        // When / Then
        size.took(64, Duration.ofMillis(10));
        assertThat(size.current()).isEqualTo(128);
        for (int i = 0; i < 10; i++) {
            size.took(size.current(), Duration.ofMillis(10));
        }
        assertThat(size.current()).isEqualTo(512);
    }

    @Test
    void fitsASlowModelIntoTheTarget() {
        // When
        size.took(64, Duration.ofMillis(3200));

        // Then
        assertThat(size.current()).isEqualTo(40);
    }

    @Test
    void neverFallsBelowABatchThatIsWorthATransaction() {
        // When
        size.took(64, Duration.ofMinutes(2));

        // Then
        assertThat(size.current()).isEqualTo(16);
    }
}

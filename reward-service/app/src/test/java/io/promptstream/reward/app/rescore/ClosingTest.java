package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    @Test
    void closesAllWhenOneFails() {
        // Given
        List<String> closed = new ArrayList<>();
        AutoCloseable broken = () -> {
            throw new IllegalArgumentException("stuck");
        };

        // When
        assertThatThrownBy(() ->
                        Closing.all(List.of(() -> closed.add("first"), broken, () -> closed.add("second"), broken)))
                .hasMessage("Could not close all of it: stuck")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));

        // Then
        assertThat(closed).containsExactly("first", "second");
    }
}

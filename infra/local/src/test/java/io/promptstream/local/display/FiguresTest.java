package io.promptstream.local.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void aSparklineSpansFromTheLowestToTheHighest() {
        assertThat(Sparkline.of(List.of(-80.0, -40.0, 0.0), 10)).isEqualTo("▁▅█");
        assertThat(Sparkline.of(List.of(1.0, 2.0, 3.0), 2)).isEqualTo("▁█");
        assertThat(Sparkline.of(List.of(5.0, 5.0), 10)).isEqualTo("▁▁");
        assertThat(Sparkline.of(List.of(), 10)).isEmpty();
    }

    @Test
    void aBarShowsItsShare() {
        assertThat(ProgressBar.of(1, 2)).isEqualTo("█".repeat(15) + "░".repeat(15) + "  50 % 1/2");
        assertThat(ProgressBar.of(0, 0)).startsWith("█".repeat(30));
    }

    @Test
    void aTableIsAligned() {
        var table = new Table("prompt", "accuracy").row("initial", "10.0").row("x", "5.0");
        assertThat(table.lines()).containsExactly("prompt   accuracy", "initial      10.0", "x             5.0");
        assertThatThrownBy(() -> table.row("one")).hasMessageContaining("give 2");
    }
}

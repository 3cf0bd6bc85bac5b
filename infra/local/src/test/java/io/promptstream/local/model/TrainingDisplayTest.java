package io.promptstream.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.languagemodel.training.optimisation.CurvePoint;
import io.promptstream.languagemodel.training.optimisation.TrainingProgress;
import io.promptstream.local.display.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrainingDisplayTest {

    /** Before a line that is drawn over. */
    private static final String CLEARED = "\u001b[2K";

    /** Before a line that stays. */
    private static final String WRITTEN = "\u001b[1A";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void withoutATerminalALineIsPrintedEveryTenSecondsAndForEveryValidation() {
        // Given
        var display = new TrainingDisplay(new Screen(stream, false, 80), nanos::get);

        // When
        display.announce("Reading");
        display.show(progress(20, false));
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        display.show(progress(40, false));
        display.show(progress(60, false));
        display.show(progress(80, true));
        display.show(progress(100, false));

        // Then
        assertThat(lines())
                .containsExactly(
                        "Reading",
                        "step 40/100  first  loss 2.500  1000 tokens/s  1:05 left",
                        "step 80/100  first  loss 2.500  1000 tokens/s  1:05 left  validation: text 3.000, labelled 4.000",
                        "Writing the model and measuring prompts on the recipe's test inputs");
    }

    @Test
    void onATerminalOnlyValidationsStay() {
        // Given
        var display = new TrainingDisplay(new Screen(stream, true, 120), nanos::get);

        // When
        display.announce("Reading");
        display.show(progress(20, false));
        display.show(progress(40, true));
        display.show(progress(60, false));
        display.end();

        // Then
        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .contains(CLEARED + "Reading", CLEARED + "step 20/100", CLEARED + "step 60/100")
                .containsOnlyOnce(WRITTEN + "step")
                .contains(WRITTEN + "step 40/100")
                .endsWith(WRITTEN);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static TrainingProgress progress(long step, boolean validated) {
        Optional<CurvePoint> point =
                validated ? Optional.of(new CurvePoint(step, step * 10, "first", 2.5, 3, 4)) : Optional.empty();
        return new TrainingProgress(step, 100, "first", 2.5, point, 1000, Duration.ofSeconds(65));
    }
}

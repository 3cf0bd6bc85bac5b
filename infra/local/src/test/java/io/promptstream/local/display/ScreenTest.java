package io.promptstream.local.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void drawsOverWhatItDrewBefore() {
        // Given
        var screen = new Screen(out, true, 40);
        screen.draw(List.of("one", "two"));
        bytes.reset();

        // When
        screen.draw(List.of("three"));

        // Then two lines up, one written, one emptied, one up
        assertThat(written()).isEqualTo("\u001b[2A\r\u001b[2Kthree\n\u001b[2K\n\u001b[1A");
    }

    @Test
    void writesNoControlCharacterWhereNobodyLooks() {
        // Given
        var screen = new Screen(out, false, 40);

        // When
        screen.draw(List.of("drawn"));
        screen.print("printed");

        // Then
        assertThat(written()).isEqualTo("printed" + System.lineSeparator());
    }

    @Test
    void cutsWhatDoesNotFit() {
        var screen = new Screen(out, true, 20);
        screen.draw(List.of("x".repeat(30)));
        assertThat(written()).contains("x".repeat(18) + "…\n").doesNotContain("x".repeat(19));
    }

    @Test
    void drawsNothingAnyMoreAtTheEnd() {
        // Given
        var screen = new Screen(out, true, 40);
        screen.draw(List.of("one"));
        screen.end();
        bytes.reset();

        // When
        screen.draw(List.of("two"));
        screen.print("stopping");

        // Then
        assertThat(written()).isEqualTo("stopping" + System.lineSeparator());
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

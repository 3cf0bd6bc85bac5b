package io.promptstream.local.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {

    private static final Set<String> LABELS = Set.of("banking", "travel");

    @TempDir
    Path folder;

    @Test
    void readsTabSeparatedLinesWithFurtherColumnsAsAttributes() throws IOException {
        // Given
        var file = write("text\tlabel\tchannel\nmy card is lost\tbanking\tphone\n\na flight to rome\t\t\n");

        // When
        var lines = InputFile.open(file, LABELS).lines();

        // Then
        assertThat(lines)
                .containsExactly(
                        new InputLine.Good(
                                2, null, "my card is lost", List.of(), Map.of("channel", "phone"), "banking"),
                        new InputLine.Good(4, null, "a flight to rome", List.of(), Map.of(), null));
    }

    @Test
    void readsJsonLines() throws IOException {
        // Given
        var file = write("""
                {"queryId":"q1","text":"a flight","context":["hello"],"attributes":{"channel":"web"},"reference":"travel"}
                {"text":"a card","label":"banking"}
                """);

        // When
        var lines = InputFile.open(file, LABELS).lines();

        // Then
        assertThat(lines)
                .containsExactly(
                        new InputLine.Good(1, "q1", "a flight", List.of("hello"), Map.of("channel", "web"), "travel"),
                        new InputLine.Good(2, null, "a card", List.of(), Map.of(), "banking"));
    }

    @Test
    void aBadLineNamesItsNumberAndSpoilsOnlyItself() throws IOException {
        // Given
        var file = write("text\tlabel\nonly one cell\na\tb\tc\n\tbanking\nfine\tbanking\nfine\tcooking\n");

        // When
        var lines = InputFile.open(file, LABELS).lines();

        // Then
        assertThat(lines).extracting(InputLine::number).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(reasons(lines))
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("has 1 cells", "write 2", "text, label"),
                        reason -> assertThat(reason).contains("has 3 cells"),
                        reason -> assertThat(reason).contains("'text' is empty"),
                        reason -> assertThat(reason).contains("'cooking'", "banking, travel"));
    }

    @Test
    void aBadJsonLineNamesTheField() throws IOException {
        // Given
        var file = write("""
                {"text":"fine"}
                {"text":"fine","labell":"banking"}
                {"text":["a"]}
                {"label":"banking"}
                {"text":"cut off
                """);

        // When
        var lines = InputFile.open(file, LABELS).lines();

        // Then
        assertThat(reasons(lines))
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("'labell'"),
                        reason -> assertThat(reason).contains("'text'", "wrong type"),
                        reason -> assertThat(reason).contains("'text' is missing"),
                        reason -> assertThat(reason).contains("not a JSON object"));
    }

    @Test
    void bytesThatAreNoTextSpoilOnlyTheirLine() throws IOException {
        // Given
        var file = folder.resolve("input.tsv");
        var bytes = "text\nfirst\n\u00ff\nlast\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, bytes);

        // When
        var lines = InputFile.open(file, LABELS).lines();

        // Then
        assertThat(lines).hasSize(3);
        assertThat(reasons(lines)).singleElement().asString().contains("UTF-8");
    }

    @Test
    void acceptsWindowsLineEndsAndAByteOrderMark() throws IOException {
        var file = write("\uFEFFtext\tlabel\r\nmy card\tbanking\r\n");
        assertThat(InputFile.open(file, LABELS).lines())
                .containsExactly(new InputLine.Good(2, null, "my card", List.of(), Map.of(), "banking"));
    }

    @Test
    void explainsAFileThatHasNoText() throws IOException {
        var noText = write("sentence\tlabel\n");
        assertThatThrownBy(() -> InputFile.open(noText, LABELS))
                .hasMessageContaining("line 1")
                .hasMessageContaining("sentence, label")
                .hasMessageContaining("'text'");
        assertThatThrownBy(() -> InputFile.open(folder.resolve("none.tsv"), LABELS))
                .hasMessageContaining("none.tsv");
        var empty = write("");
        assertThatThrownBy(() -> InputFile.open(empty, LABELS)).hasMessageContaining("is empty");
    }

    private static List<String> reasons(List<InputLine> lines) {
        return lines.stream()
                .filter(InputLine.Bad.class::isInstance)
                .map(line -> ((InputLine.Bad) line).reason())
                .toList();
    }

    private Path write(String content) throws IOException {
        var file = folder.resolve("input");
        Files.writeString(file, content);
        return file;
    }
}

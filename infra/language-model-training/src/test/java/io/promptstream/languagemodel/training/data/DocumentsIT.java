package io.promptstream.languagemodel.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.training.recipe.LabelledSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsIT {

    @TempDir
    Path folder;

    @Test
    void readsFilesAsSpreadsheetsWriteThem() throws IOException {
        // Given a byte order mark, blanks, another line end and an empty last column
        Files.writeString(folder.resolve("a.tsv"), "\uFEFFtext\tlabel \t\r\na card\t banking \t\r\n");

        // When / Then
        assertThat(labelled()).containsExactly(new Documents.Labelled("a card", "banking"));
    }

    @Test
    void namesTheLineThatIsNoTextAndTheColumnsThatThereAre() throws IOException {
        Files.write(
                folder.resolve("a.tsv"),
                "text\tlabel\na\tbanking\n\u00ff\tbanking\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::labelled).hasMessageContaining("a.tsv, line 3: not UTF-8");
        Files.writeString(folder.resolve("a.tsv"), "text\tLabels\na\tbanking\n");
        assertThatThrownBy(this::labelled)
                .hasMessageContaining("a.tsv, line 1: there is no column 'label'")
                .hasMessageContaining("text, Labels");
    }

    private List<Documents.Labelled> labelled() throws IOException {
        var source = new LabelledSource(
                "a.tsv",
                "text",
                "label",
                1,
                Map.of("banking", List.of("money"), "travel", List.of("trip")),
                "banking",
                List.of(new LabelledSource.Phrase("is about", 0.9, 1)),
                null);
        return new Documents(folder).labelled(source, "a.tsv");
    }
}

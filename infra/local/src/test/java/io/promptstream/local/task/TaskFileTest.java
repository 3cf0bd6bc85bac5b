package io.promptstream.local.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFileTest {

    @TempDir
    Path folder;

    @Test
    void readsEverythingAsItStands() throws IOException {
        // Given
        var file = write("id: routing\nreward:\n  window: PT30S\nlabels:\n  - name: a\n    verbalizer: b\n");

        // When
        var task = TaskFile.read(file);

        // Then
        assertThat(task.id()).isEqualTo("routing");
        assertThat(task.content())
                .hasToString("{\"id\":\"routing\",\"reward\":{\"window\":\"PT30S\"},"
                        + "\"labels\":[{\"name\":\"a\",\"verbalizer\":\"b\"}]}");
    }

    @Test
    void seedsThePolicyOfACopy() throws IOException {
        var task = TaskFile.read(write("id: routing\npolicy:\n  seed: 1\n"));
        assertThat(task.withSeed(7).content().at("/policy/seed").asLong()).isEqualTo(7);
        assertThat(task.content().at("/policy/seed").asLong()).isEqualTo(1);
    }

    @Test
    void namesTheLineThatIsNoYaml() throws IOException {
        assertThatThrownBy(() -> TaskFile.read(write("id: routing\nlabels: [a\nkind: b\n")))
                .hasMessageContaining("task.yaml, line ");
        assertThatThrownBy(() -> TaskFile.read(write("id: a\nid: b\n"))).hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> TaskFile.read(write("kind: generation\n"))).hasMessageContaining("id: missing");
        assertThatThrownBy(() -> TaskFile.read(write("- a\n"))).hasMessageContaining("is not a task");
    }

    private Path write(String content) throws IOException {
        var file = folder.resolve("task.yaml");
        Files.writeString(file, content);
        return file;
    }
}

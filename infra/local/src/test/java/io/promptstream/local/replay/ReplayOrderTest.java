package io.promptstream.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ReplayOrderTest {

    @TempDir
    Path folder;

    /** What the options belong to. */
    @Command
    static final class Holder {
        @Mixin
        private ReplayOrder order = new ReplayOrder();
    }

    @Test
    void saysNothingThatWasNotAskedFor() throws IOException {
        assertThat(order("--by", "me")).isEqualTo("{\"name\":\"again\",\"by\":\"me\"}");
    }

    @Test
    void takesThePartOfATaskFromAFileOfItsOwnOrFromATaskFile() throws IOException {
        // Given
        var policy = write("policy.yaml", "learningRate: 0.002\n");
        var task = write("task.yaml", "id: a\nreward:\n  correctScale: 100\n");

        // When
        var order = order(
                "--policy",
                policy,
                "--reward",
                task,
                "--from",
                "earliest",
                "--to",
                "90",
                "--start",
                "scratch",
                "--end",
                "7",
                "--verify",
                "--rate",
                "50/s",
                "--by",
                "me");

        // Then
        assertThat(order)
                .isEqualTo(
                        "{\"name\":\"again\",\"from\":\"earliest\",\"to\":\"90\",\"start\":\"scratch\",\"end\":\"7\","
                                + "\"policy\":{\"learningRate\":0.002},\"reward\":{\"correctScale\":100},"
                                + "\"recordsPerSecond\":50.0,\"verify\":true,\"by\":\"me\"}");
    }

    @Test
    void namesAFileThatIsNoPartOfATask() throws IOException {
        var list = write("list.yaml", "- a\n");
        assertThatThrownBy(() -> order("--policy", list))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is not a policy");
        assertThatThrownBy(() -> order("--reward", "/nowhere.yaml")).hasMessageContaining("Cannot read /nowhere.yaml");
    }

    private static String order(String... arguments) {
        var holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return holder.order.json("again").toString();
    }

    private String write(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.writeString(file, content);
        return file.toString();
    }
}

package io.promptstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PromptstreamTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            Promptstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void everyCommandExplainsItself() {
        for (var command : commands(line, List.of())) {
            // When
            var arguments = new ArrayList<>(command);
            arguments.add("--help");
            int exit = line.execute(arguments.toArray(String[]::new));

            // Then
            assertThat(exit).as(command.toString()).isZero();
        }
        assertThat(out.toString()).contains("Usage: promptstream task apply", "Exit codes:");
    }

    @Test
    void aGivenCommandIsUnderstoodAloneAsAmongAll() {
        line.getSubcommands().forEach((name, command) -> {
            // When
            var alone = Promptstream.commandLine(name, "--help").getSubcommands();

            // Then
            assertThat(alone.keySet()).containsExactly(name);
            assertThat(alone.values())
                    .singleElement()
                    .satisfies(only -> assertThat(only.getUsageMessage()).isEqualTo(command.getUsageMessage()));
        });
        assertThat(Promptstream.commandLine("tsak").getSubcommands()).hasSameSizeAs(line.getSubcommands());
    }

    @Test
    void wrongUsageExitsWithTwoAndAFailureWithOne() {
        assertThat(line.execute("query")).isEqualTo(2);
        assertThat(err.toString()).contains("--task");
        assertThat(line.execute("task", "apply", "/nowhere/task.yaml")).isEqualTo(1);
        assertThat(err.toString()).contains("Cannot read /nowhere/task.yaml");
    }

    @Test
    void onePolicyIsEvaluatedAtATime() {
        assertThat(line.execute("evaluate-policy", "--task", "a")).isEqualTo(2);
        assertThat(line.execute("evaluate-policy", "--task", "a", "--version", "3", "--served"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("Give one of --candidate, --version, --prompt and --served");
    }

    @Test
    void aRateIsANumberASecond() {
        assertThat(line.execute("query", "--task", "a", "--file", "b", "--rate", "fast"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'fast' is not a rate", "50/s");
    }

    private static List<List<String>> commands(CommandLine line, List<String> path) {
        var all = new ArrayList<List<String>>();
        all.add(path);
        line.getSubcommands().forEach((name, subcommand) -> {
            var deeper = new ArrayList<>(path);
            deeper.add(name);
            all.addAll(commands(subcommand, deeper));
        });
        return all;
    }
}

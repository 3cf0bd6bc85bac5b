package io.promptstream.local.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.display.CommandException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * A command that was run on the task {@code opinions}.
 *
 * @param exit its exit code; 1 where it failed for a reason that people are told
 * @param out what it wrote
 * @param err what it said besides, a failure's message included
 */
public record CommandRun(int exit, String out, String err) {

    public static CommandRun of(PolicyAnswers service, Callable<Integer> command, String... arguments) {
        var all = new ArrayList<>(List.of("--task", "opinions", "--policy-url", service.url()));
        all.addAll(List.of(arguments));
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    assertThat(failure).isInstanceOf(CommandException.class);
                    line.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(all.toArray(String[]::new));
        return new CommandRun(exit, out.toString(), err.toString());
    }
}

package io.promptstream.local;

import io.promptstream.local.control.DownCommand;
import io.promptstream.local.control.StatusCommand;
import io.promptstream.local.control.UpCommand;
import io.promptstream.local.demo.DemoCommand;
import io.promptstream.local.estimate.EvaluatePolicyCommand;
import io.promptstream.local.evaluation.EvaluateCommand;
import io.promptstream.local.model.ModelCommand;
import io.promptstream.local.policy.CandidatesCommand;
import io.promptstream.local.policy.HistoryCommand;
import io.promptstream.local.policy.PromoteCommand;
import io.promptstream.local.policy.RollbackCommand;
import io.promptstream.local.query.QueryCommand;
import io.promptstream.local.replay.ReplayCommand;
import io.promptstream.local.replay.ReplaysCommand;
import io.promptstream.local.task.TaskCommand;
import io.promptstream.local.watch.TopCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code promptstream} command. */
@Command(
        name = "promptstream",
        description = "Tunes the prompts of language-model applications while they run.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "promptstream 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nBenchmarks:%n",
        footer = "  promptstream bench NAME  measures the system; 'promptstream bench --help' lists what there is",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0: done", "1: failed", "2: wrong usage"})
public final class Promptstream {

    private static final String DEBUG_VARIABLE = "PROMPTSTREAM_DEBUG";

    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            TopCommand.class,
            TaskCommand.class,
            QueryCommand.class,
            ReplayCommand.class,
            ReplaysCommand.class,
            EvaluateCommand.class,
            CandidatesCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            HistoryCommand.class,
            EvaluatePolicyCommand.class,
            ModelCommand.class);

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of a failure besides its message.")
    private boolean verbose;

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * What understands the arguments. Where they begin with a command it knows only that one: Picocli looks through every class
     * that it is told of, which takes longer than most commands.
     */
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new Promptstream());
        var given = COMMANDS.stream()
                .filter(command -> arguments.length > 0 && nameOf(command).equals(arguments[0]))
                .toList();
        (given.isEmpty() ? COMMANDS : given).forEach(command -> line.addSubcommand(nameOf(command), command));
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(Promptstream::report);
        return line;
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** A message; who looks for a fault of ours asks for the trace. */
    private static int report(Exception failure, CommandLine line, CommandLine.ParseResult arguments) {
        if (isStopping()) {
            // Ctrl-C takes the services away from under a command; what then fails is no news.
            return CommandLine.ExitCode.SOFTWARE;
        }
        line.getErr().println("promptstream: " + FailureText.of(failure));
        if (isVerbose(line)) {
            failure.printStackTrace(line.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean isVerbose(CommandLine line) {
        Object top = line.getCommandSpec().root().userObject();
        return System.getenv(DEBUG_VARIABLE) != null || (top instanceof Promptstream command && command.verbose);
    }

    private static boolean isStopping() {
        var hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}

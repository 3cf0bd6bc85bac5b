package io.promptstream.local.connection;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about one task of a running system. */
public abstract class TaskCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Option(names = "--task", paramLabel = "ID", required = true, description = "The task.")
    private String task = "";

    protected final String task() {
        return task;
    }

    protected final CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    protected final PrintWriter out() {
        return commandLine().getOut();
    }

    /** A client of the system's policy service, for the caller to close. */
    protected final PolicyClient policies() {
        return new PolicyClient(options.policyUrl());
    }
}

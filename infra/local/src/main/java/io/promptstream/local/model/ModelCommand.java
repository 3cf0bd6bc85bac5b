package io.promptstream.local.model;

import picocli.CommandLine.Command;

/** {@code promptstream model}. */
@Command(
        name = "model",
        description = "Trains language models.",
        synopsisSubcommandLabel = "train",
        subcommands = TrainCommand.class)
public final class ModelCommand {}

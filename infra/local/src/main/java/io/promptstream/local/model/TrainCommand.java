package io.promptstream.local.model;

import io.promptstream.languagemodel.training.ModelTraining;
import io.promptstream.languagemodel.training.TrainingRequest;
import io.promptstream.languagemodel.training.optimisation.CurvePoint;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code promptstream model train}. */
@Command(
        name = "train",
        description = {
            "Trains a small GPT-2 as a recipe says, and writes it as a Hugging Face folder with a model card.",
            "A checkpoint is written every 200 steps. Training that was interrupted continues from there when the same command"
                    + " is given again with --resume, and ends with the same weights, bit for bit."
        })
final class TrainCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--recipe",
            paramLabel = "FILE.yaml",
            required = true,
            description =
                    "Shape, data and phases of the training; infra/language-model-training/recipe/bundled.yaml is one.")
    private @Nullable Path recipe;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder below which the files are that the recipe names.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description =
                    "Folder for the model. Its checkpoint.bin is for --resume only, and may go once the model is there.")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            description =
                    "Continue from the checkpoint in --out, if there is one; without this, start over and write over it.")
    private boolean resume;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads that compute gradients (default: one for each core)."
                    + " Part of what decides the result, bit for bit.")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description =
                    "Shorten the recipe so that training takes about this long; resumed training keeps its length.")
    private @Nullable Double minutes;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    /**
     * What {@code --json} prints; losses in nats a token.
     *
     * @param loss of the last steps of training
     * @param textLoss of held-out plain text
     * @param labelledLoss of held-out labelled inputs with their phrases
     * @param seconds that this command took
     */
    record Outcome(
            String model, long steps, long tokens, double loss, double textLoss, double labelledLoss, double seconds) {}

    @Override
    public Integer call() throws InterruptedException {
        var request = request();
        long began = System.nanoTime();
        var display = new TrainingDisplay(Screen.standard(), System::nanoTime);
        display.announce("Reading recipe and data, learning the vocabulary");
        CurvePoint end;
        try {
            end = new ModelTraining(System::nanoTime).run(request, display::show);
        } catch (IOException e) {
            throw new CommandException("Training cannot continue: " + reason(e), e);
        } catch (UncheckedIOException e) {
            throw new CommandException("Training cannot continue: " + e.getMessage() + ": " + e.getCause(), e);
        } finally {
            display.end();
        }
        print(new Outcome(
                request.out().toString(),
                end.step(),
                end.tokens(),
                end.loss(),
                end.textLoss(),
                end.labelledLoss(),
                Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3));
        return 0;
    }

    private TrainingRequest request() {
        var command = Objects.requireNonNull(spec).commandLine();
        if (workers <= 0) {
            throw new ParameterException(command, "--workers is " + workers + ": write at least 1");
        }
        if (minutes != null && !(minutes > 0)) {
            throw new ParameterException(command, "--minutes is " + minutes + ": write a number above 0");
        }
        if (Files.exists(Objects.requireNonNull(out)) && !Files.isDirectory(out)) {
            throw new CommandException(out + " is no folder: give one with --out");
        }
        return new TrainingRequest(
                Objects.requireNonNull(recipe),
                Objects.requireNonNull(data),
                out,
                resume,
                workers,
                Optional.ofNullable(minutes).map(given -> Duration.ofNanos((long) (given * 60e9))));
    }

    /** The message, with the kind of failure where Java's message is no more than a path. */
    private static String reason(IOException e) {
        var message = e.getMessage();
        return message == null || e instanceof FileSystemException ? e.toString() : message;
    }

    private void print(Outcome outcome) {
        var terminal = Objects.requireNonNull(spec).commandLine().getOut();
        terminal.println(
                json ? Json.write(outcome) : "The model is in " + outcome.model() + "; README.md there is its card");
        terminal.flush();
    }
}

package io.promptstream.local.model;

import io.promptstream.languagemodel.training.ModelTraining;
import io.promptstream.languagemodel.training.TrainingProgress;
import io.promptstream.languagemodel.training.TrainingRequest;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptstream model}. */
@Command(name = "model", description = "Trains language models.", synopsisSubcommandLabel = "train")
public final class ModelCommand {

    private static final Duration PLAIN_LINE_EVERY = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    /** What {@code --json} prints. */
    record Outcome(String model, long steps, double loss, double seconds) {}

    @Command(
            name = "train",
            description = {
                "Trains a small GPT-2 as a recipe says, and writes it as a Hugging Face folder with a model card.",
                "Interrupted training goes on where it was when it is started again with --resume."
            })
    int train(
            @Option(
                            names = "--recipe",
                            paramLabel = "FILE.yaml",
                            required = true,
                            description = "Shape, data and phases of the training.")
                    Path recipe,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            required = true,
                            description = "Folder below which the recipe's text files are.")
                    Path data,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            required = true,
                            description = "Folder for the model and, meanwhile, its checkpoint.")
                    Path out,
            @Option(names = "--resume", description = "Go on from the checkpoint in --out, if there is one.")
                    boolean resume,
            @Option(
                            names = "--workers",
                            paramLabel = "N",
                            description = "Threads that compute gradients (default: one for each core)."
                                    + " Part of what decides the result, bit for bit.")
                    @Nullable Integer workers,
            @Option(
                            names = "--minutes",
                            paramLabel = "N",
                            description = "Shorten the recipe so that training takes about this long.")
                    @Nullable Double minutes,
            @Option(names = "--json", description = "Print the outcome as JSON.") boolean json)
            throws InterruptedException {
        var request = new TrainingRequest(
                recipe,
                data,
                out,
                resume,
                workers == null ? Runtime.getRuntime().availableProcessors() : workers,
                Optional.ofNullable(minutes).map(given -> Duration.ofMillis((long) (given * 60_000))));
        long began = System.nanoTime();
        var progress = new Shown(Screen.standard());
        try {
            new ModelTraining(System::nanoTime).run(request, progress::show);
        } catch (IOException e) {
            throw new CommandException("Training cannot go on: " + e.getMessage(), e);
        }
        var seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3;
        var terminal = Objects.requireNonNull(spec).commandLine().getOut();
        terminal.println(
                json
                        ? Json.write(new Outcome(out.toString(), progress.steps, progress.loss, seconds))
                        : "The model is in " + out);
        terminal.flush();
        return 0;
    }

    /** Draws each step over the one before, and keeps what held-out data said. */
    private static final class Shown {

        private final Screen screen;
        private long steps;
        private double loss;
        private long printed;

        Shown(Screen screen) {
            this.screen = screen;
        }

        void show(TrainingProgress progress) {
            steps = progress.step();
            loss = progress.loss();
            screen.draw(List.of(progress.line()));
            boolean due = !screen.isLive() && System.nanoTime() - printed > PLAIN_LINE_EVERY.toNanos();
            if (due || progress.validation().isPresent()) {
                screen.print(progress.line());
                printed = System.nanoTime();
            }
        }
    }
}

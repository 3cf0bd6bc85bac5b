package io.promptstream.local.model;

import io.promptstream.event.Task;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.connection.TopicReader;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.policy.learning.Leaderboard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptstream evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Measures prompts of a task on a file of labelled inputs: accuracy, calibrated accuracy, AUC for two classes,"
                    + " mean reward and standard errors.",
            "The task model runs in this process, greedily, as the task service runs it. Without --prompt the learned prompt,"
                    + " the initial one and the hand-written ones of the task are measured."
        })
public final class EvaluateCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Option(names = "--task", paramLabel = "ID", required = true, description = "The task.")
    private String taskId = "";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "Labelled inputs: tab-separated or CSV with columns text and label, or JSON objects.")
    private @Nullable Path file;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "A prompt to measure; may be given several times.")
    private List<String> prompts = new ArrayList<>();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder of the task's model (default: the one that the running system was started with).")
    private @Nullable Path model;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** One measured prompt. */
    record Row(String source, String prompt, Measures measures) {}

    /**
     * What {@code --json} prints.
     *
     * @param model that answered, by name and what identifies its weights
     */
    record Evaluation(String task, String file, String model, List<Row> prompts) {}

    @Override
    public Integer call() {
        var task = new TopicReader(options.kafka()).task(taskId);
        PromptScorer.obstacle(task).ifPresent(reason -> {
            throw new CommandException(reason);
        });
        var inputs = LabelledInput.read(Objects.requireNonNull(file), task);
        try (var answering =
                model == null ? AnsweringModel.of(task, options.systemOfTopics()) : AnsweringModel.of(task, model)) {
            var err = Objects.requireNonNull(spec).commandLine().getErr();
            err.println("Measuring with " + answering.id() + " from " + answering.directory());
            err.flush();
            var scorer = new PromptScorer(answering.model(), task);
            var rows = chosen(task).stream()
                    .map(row -> new Row(row.source(), row.prompt(), scorer.measure(row.prompt(), inputs)))
                    .toList();
            print(new Evaluation(taskId, file.toString(), answering.id(), rows));
        }
        return 0;
    }

    /** A prompt that is to be measured. */
    private record Choice(String source, String prompt) {}

    private List<Choice> chosen(Task task) {
        if (!prompts.isEmpty()) {
            return prompts.stream().map(prompt -> new Choice("given", prompt)).toList();
        }
        var choices = new ArrayList<Choice>();
        new TopicReader(options.kafka()).snapshot(taskId).ifPresent(snapshot -> {
            choices.add(new Choice("learned", Leaderboard.served(snapshot).getText()));
            choices.add(new Choice("initial", snapshot.getInitialPrompt().getText()));
        });
        task.getHandWrittenPrompts().forEach(prompt -> choices.add(new Choice("hand-written", prompt)));
        if (choices.isEmpty()) {
            throw new CommandException(
                    "Task " + taskId + " has neither a policy nor hand-written prompts yet: give --prompt TEXT");
        }
        return choices;
    }

    private void print(Evaluation evaluation) {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(Json.write(evaluation));
        } else {
            table(evaluation).lines().forEach(out::println);
        }
        out.flush();
    }

    private static Table table(Evaluation evaluation) {
        var table = new Table("prompt", "source", "accuracy", "±", "calibrated", "AUC", "reward", "±", "inputs");
        for (var row : evaluation.prompts()) {
            var measures = row.measures();
            table.row(
                    "\"" + row.prompt() + "\"",
                    row.source(),
                    percent(measures.accuracy()),
                    percent(measures.accuracyError()),
                    percent(measures.calibratedAccuracy()),
                    measures.auc() == null ? "-" : String.format(Locale.ROOT, "%.3f", measures.auc()),
                    String.format(Locale.ROOT, "%.1f", measures.reward()),
                    String.format(Locale.ROOT, "%.1f", measures.rewardError()),
                    Integer.toString(measures.inputs()));
        }
        return table;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", share * 100);
    }
}

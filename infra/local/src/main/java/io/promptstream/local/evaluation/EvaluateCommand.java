package io.promptstream.local.evaluation;

import io.promptstream.event.Task;
import io.promptstream.local.connection.NewestEvents;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import io.promptstream.local.input.TaskInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code promptstream evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Measures prompts of a task on a file of inputs with references: accuracy with its interval, in all and by"
                    + " class, calibrated accuracy, AUC for two classes, confidence and calibration error (ECE), mean reward,"
                    + " failures.",
            "The running system answers and scores, as it does live; neither users nor the policy see any of it. Without"
                    + " --prompt the learned prompt, the initial one and the hand-written ones of the task are measured."
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
            description = "Inputs: tab-separated or CSV with columns text and label or reference, or JSON objects.")
    private @Nullable Path file;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "A prompt to measure; may be given several times.")
    private List<String> prompts = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Give up when no answer and no reward came for so long (default: ${DEFAULT-VALUE}).")
    private long timeout;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private static final String LEARNED = "learned";

    /** One measured prompt. */
    record Row(String source, String prompt, Measures measures) {}

    /**
     * What {@code --json} prints.
     *
     * @param model that answered, by name and what identifies its weights
     */
    record Evaluation(String task, String file, String model, List<Row> prompts) {}

    /** A prompt that is to be measured. */
    private record Choice(String source, String prompt) {}

    @Override
    public Integer call() {
        var command = Objects.requireNonNull(spec).commandLine();
        if (timeout < 1) {
            throw new ParameterException(command, "--timeout is " + timeout + ": write at least 1");
        }
        var kafka = options.kafka();
        var task = new NewestEvents(kafka).task(taskId);
        PromptEvaluation.obstacle(task).ifPresent(reason -> {
            throw new CommandException(reason);
        });
        var inputs = TaskInput.read(Objects.requireNonNull(file), task, PromptEvaluation.needsReferences(task));
        var choices = chosen(task);
        var progress = new EvaluationProgress(Screen.standard(), System::nanoTime);
        var outcome = new PromptEvaluation(kafka, task, Duration.ofSeconds(timeout))
                .measure(
                        choices.stream().map(Choice::prompt).toList(),
                        choices.getFirst().source().equals(LEARNED) ? 0 : -1,
                        inputs,
                        progress);
        progress.end();
        var rows = new ArrayList<Row>();
        for (int at = 0; at < choices.size(); at++) {
            rows.add(new Row(
                    choices.get(at).source(),
                    choices.get(at).prompt(),
                    outcome.prompts().get(at)));
        }
        var evaluation = new Evaluation(taskId, file.toString(), outcome.model(), rows);
        var out = command.getOut();
        if (json) {
            out.println(Json.write(evaluation));
        } else {
            EvaluationTable.lines(evaluation).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private List<Choice> chosen(Task task) {
        if (!prompts.isEmpty()) {
            return prompts.stream().map(prompt -> new Choice("given", prompt)).toList();
        }
        var choices = new ArrayList<Choice>();
        try (var policies = new PolicyClient(options.policyUrl())) {
            var policy = policies.policyIfAny(taskId);
            if (policy.hasNonNull("servedPrompt")) {
                choices.add(new Choice(LEARNED, policy.path("servedPrompt").asText()));
                choices.add(new Choice("initial", policy.path("initialPrompt").asText()));
            }
        }
        task.getHandWrittenPrompts().forEach(prompt -> choices.add(new Choice("hand-written", prompt)));
        if (choices.isEmpty()) {
            throw new CommandException(
                    "Task " + taskId + " has neither a policy nor hand-written prompts yet: give --prompt TEXT");
        }
        return choices;
    }
}

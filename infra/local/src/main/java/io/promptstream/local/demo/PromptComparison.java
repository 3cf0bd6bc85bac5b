package io.promptstream.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.Task;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.demo.DemoReport.MeasuredPrompt;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Screen;
import io.promptstream.local.evaluation.EvaluationProgress;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.evaluation.PromptEvaluation;
import io.promptstream.local.input.TaskInput;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measures the prompts of a finished demonstration through the running system, on inputs that were never streamed. */
final class PromptComparison {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PromptEvaluation evaluation;
    private final Task task;
    private final List<TaskInput> test;
    private final Screen screen;
    private final Map<String, Measures> known = new HashMap<>();
    private String model = "";

    PromptComparison(KafkaAccess kafka, Task task, List<TaskInput> test, Screen screen) {
        this.evaluation = new PromptEvaluation(kafka, task, PATIENCE);
        this.task = task;
        this.test = List.copyOf(test);
        this.screen = screen;
    }

    /**
     * The prompts, measured on the test inputs.
     *
     * @param learned the prompt that serves the task in the end
     * @param greedy the greedy prompt of the last version
     * @param bestRandom null where there are none
     * @param randomTried how many random prompts were tried on the training inputs to find the best
     * @param noRandom why there is no best random prompt; null where there is one
     */
    record Comparison(
            MeasuredPrompt initial,
            MeasuredPrompt learned,
            MeasuredPrompt greedy,
            List<MeasuredPrompt> handWritten,
            @Nullable MeasuredPrompt bestRandom,
            int randomTried,
            @Nullable String noRandom) {}

    /**
     * Measures all prompts.
     *
     * @param policy as the policy service shows it
     * @param rival finds the best of random prompts
     */
    Comparison compare(JsonNode policy, RandomRival rival) {
        var initial = policy.path("initialPrompt").asText();
        var learned = policy.path("servedPrompt").asText();
        var greedy = policy.path("greedyPrompt").asText();
        var prompts = new LinkedHashSet<>(List.of(initial, learned, greedy));
        prompts.addAll(task.getHandWrittenPrompts());
        measure(List.copyOf(prompts));
        RandomRival.@Nullable Best best = null;
        @Nullable String obstacle = null;
        try {
            best = rival.best(model);
            measure(List.of(best.prompt()));
        } catch (CommandException e) {
            obstacle = e.getMessage();
        }
        return new Comparison(
                measured(initial),
                measured(learned),
                measured(greedy),
                task.getHandWrittenPrompts().stream().map(this::measured).toList(),
                best == null ? null : measured(best.prompt()),
                best == null ? 0 : best.tried(),
                obstacle);
    }

    private void measure(List<String> prompts) {
        var missing =
                prompts.stream().filter(prompt -> !known.containsKey(prompt)).toList();
        if (missing.isEmpty()) {
            return;
        }
        var progress = new EvaluationProgress(screen, System::nanoTime);
        var outcome = evaluation.measure(missing, test, progress);
        progress.end();
        model = outcome.model();
        for (int at = 0; at < missing.size(); at++) {
            known.put(missing.get(at), outcome.prompts().get(at));
        }
    }

    private MeasuredPrompt measured(String prompt) {
        return new MeasuredPrompt(prompt, Objects.requireNonNull(known.get(prompt)));
    }
}

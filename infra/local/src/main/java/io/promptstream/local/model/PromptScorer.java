package io.promptstream.local.model;

import io.promptstream.event.LabelScore;
import io.promptstream.event.OutputKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelKind;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.evaluation.LabelScores;
import io.promptstream.local.evaluation.MarginReward;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.model.CausalModel;
import io.promptstream.task.model.LocalModel;
import io.promptstream.task.model.PromptTemplate;
import io.promptstream.task.model.Rendering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.LongConsumer;

/**
 * Scores prompts of a task on labelled inputs with the task's own model, in this process and on all cores. Rendering and
 * scoring are the task service's own, so the numbers are those of the running system.
 *
 * <p>An input that is too long for the model counts as a miss with reward 0.
 */
public final class PromptScorer {

    /** So many sequences go to the model at once. */
    private static final int CHUNK = 256;

    private final LocalModel model;
    private final Task task;
    private final Assignment assignment;
    private final PromptTemplate template;
    private final MarginReward reward;

    /**
     * Uses a model that stays open.
     *
     * @throws CommandException if the task is no classification with a local model
     */
    public PromptScorer(CausalModel model, Task task) {
        if (task.getKind() != OutputKind.CLASSIFICATION || task.getTaskModel().getKind() != TaskModelKind.LOCAL) {
            throw new CommandException("Task " + task.getTaskId() + " cannot be scored here: only a classification task"
                    + " with a local task model can; for others read the statistics of the reward service");
        }
        this.model = new LocalModel(task.getTaskModel().getName(), new RememberingModel(model));
        this.task = task;
        this.assignment = Assignment.of(task);
        this.template = new PromptTemplate(task.getTemplate());
        this.reward = new MarginReward(
                task.getReward().getCorrectScale(), task.getReward().getIncorrectScale());
    }

    /** How good a prompt is on the inputs. */
    public Measures measure(String prompt, List<LabelledInput> inputs) {
        var scores = parts(inputs).parallelStream()
                .map(part -> scores(part, List.of(prompt)))
                .flatMap(List::stream)
                .toList();
        return Measures.of(scores, reward);
    }

    /**
     * Mean raw reward of every prompt over the inputs.
     *
     * @param progress hears now and then, from any thread, how many sequences have been scored
     */
    public double[] meanRewards(List<String> prompts, List<LabelledInput> inputs, LongConsumer progress) {
        var sums = new DoubleAdder[prompts.size()];
        Arrays.setAll(sums, prompt -> new DoubleAdder());
        var done = new AtomicLong();
        inputs.parallelStream().forEach(input -> {
            for (int from = 0; from < prompts.size(); from += CHUNK) {
                var chunk = prompts.subList(from, Math.min(prompts.size(), from + CHUNK));
                var scores = scores(List.of(input), chunk);
                for (int prompt = 0; prompt < chunk.size(); prompt++) {
                    sums[from + prompt].add(reward.of(scores.get(prompt)));
                }
                progress.accept(done.addAndGet(chunk.size()));
            }
        });
        return Arrays.stream(sums).mapToDouble(sum -> sum.sum() / inputs.size()).toArray();
    }

    private static List<List<LabelledInput>> parts(List<LabelledInput> inputs) {
        var parts = new ArrayList<List<LabelledInput>>();
        for (int from = 0; from < inputs.size(); from += CHUNK) {
            parts.add(inputs.subList(from, Math.min(inputs.size(), from + CHUNK)));
        }
        return parts;
    }

    /** Scores of each input with each prompt, the prompts of the first input first. */
    private List<LabelScores> scores(List<LabelledInput> inputs, List<String> prompts) {
        var renderings = new ArrayList<Rendering>();
        for (var input : inputs) {
            for (var prompt : prompts) {
                renderings.add(template.render(input.text(), List.of(), prompt));
            }
        }
        var answers = model.answer(assignment, renderings);
        var scores = new ArrayList<LabelScores>();
        for (int at = 0; at < answers.size(); at++) {
            scores.add(scores(answers.get(at), inputs.get(at / prompts.size()).label()));
        }
        return scores;
    }

    private LabelScores scores(Answer answer, int label) {
        return switch (answer) {
            case Answer.Labelled labelled ->
                new LabelScores(
                        label,
                        labelled.scores().stream().map(LabelScore::getLogit).toList());
            // Equal logits: a miss without margin.
            case Answer.Failed failed ->
                switch (failed.code()) {
                    case INPUT_TOO_LONG ->
                        new LabelScores(
                                label, Collections.nCopies(task.getLabels().size(), 0.0));
                    default -> throw new CommandException("Task " + task.getTaskId() + ": " + failed.message());
                };
            case Answer.Written written ->
                throw new IllegalStateException("a classification wrote '" + written.text() + "'");
        };
    }
}

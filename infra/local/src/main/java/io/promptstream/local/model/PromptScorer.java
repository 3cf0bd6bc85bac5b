package io.promptstream.local.model;

import io.promptstream.event.LabelScore;
import io.promptstream.event.OutputKind;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelKind;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.evaluation.LabelScores;
import io.promptstream.local.evaluation.MarginReward;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.task.local.CausalModel;
import io.promptstream.task.local.LocalModel;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.template.PromptTemplate;
import io.promptstream.task.template.Rendering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
     * @param model the task's own
     * @throws CommandException if the task is no classification with a local model that is rewarded by the margin of its labels
     */
    public PromptScorer(CausalModel model, Task task) {
        obstacle(task).ifPresent(reason -> {
            throw new CommandException(reason);
        });
        this.model = new LocalModel(task.getTaskModel().getName(), new RememberingModel(model));
        this.task = task;
        this.assignment = Assignment.of(task);
        this.template = new PromptTemplate(task.getTemplate());
        this.reward = new MarginReward(
                task.getReward().getCorrectScale(), task.getReward().getIncorrectScale());
    }

    /** Why prompts of the task cannot be scored here; empty if they can. */
    public static Optional<String> obstacle(Task task) {
        var start = "Task " + task.getTaskId() + " cannot be scored here: ";
        var end = "; the dashboard shows what its prompts earned";
        if (task.getKind() != OutputKind.CLASSIFICATION) {
            return Optional.of(start + "only a classification task can" + end);
        }
        if (task.getTaskModel().getKind() != TaskModelKind.LOCAL) {
            return Optional.of(start + "it is answered by the remote model '"
                    + task.getTaskModel().getName() + "', which is not called from here" + end);
        }
        if (task.getReward().getKind() != RewardKind.LABEL_MARGIN) {
            return Optional.of(
                    start + "its reward is no label margin, so it cannot be computed from labelled inputs" + end);
        }
        return Optional.empty();
    }

    /** A prompt that is tried on an input. */
    public record Trial(LabelledInput input, String prompt) {}

    /** How good a prompt is on the inputs. */
    public Measures measure(String prompt, List<LabelledInput> inputs) {
        var trials = inputs.stream().map(input -> new Trial(input, prompt)).toList();
        return Measures.of(scores(trials), reward);
    }

    /** What the task model says, in the order of the trials. */
    public List<LabelScores> scores(List<Trial> trials) {
        return parts(trials).parallelStream()
                .map(this::score)
                .flatMap(List::stream)
                .toList();
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
                var scores = score(
                        chunk.stream().map(prompt -> new Trial(input, prompt)).toList());
                for (int prompt = 0; prompt < chunk.size(); prompt++) {
                    sums[from + prompt].add(reward.of(scores.get(prompt)));
                }
                progress.accept(done.addAndGet(chunk.size()));
            }
        });
        return Arrays.stream(sums).mapToDouble(sum -> sum.sum() / inputs.size()).toArray();
    }

    private static List<List<Trial>> parts(List<Trial> trials) {
        var parts = new ArrayList<List<Trial>>();
        for (int from = 0; from < trials.size(); from += CHUNK) {
            parts.add(trials.subList(from, Math.min(trials.size(), from + CHUNK)));
        }
        return parts;
    }

    private List<LabelScores> score(List<Trial> trials) {
        var renderings = new ArrayList<Rendering>();
        for (var trial : trials) {
            renderings.add(template.render(trial.input().text(), trial.input().context(), trial.prompt()));
        }
        var answers = model.answer(assignment, renderings);
        var scores = new ArrayList<LabelScores>();
        for (int at = 0; at < answers.size(); at++) {
            scores.add(score(answers.get(at), trials.get(at).input().label()));
        }
        return scores;
    }

    private LabelScores score(Answer answer, int label) {
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

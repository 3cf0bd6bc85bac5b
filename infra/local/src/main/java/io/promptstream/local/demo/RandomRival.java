package io.promptstream.local.demo;

import io.promptstream.event.PolicyKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelKind;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.format.ModelFormatException;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Screen;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.evaluation.EvaluationProgress;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.model.RandomPrompts;
import io.promptstream.task.local.LoadedModel;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What learning has to beat: prompts at random, tried on the inputs that the policy learned from, with as many calls of the
 * task model as it made. These are as many again, so they do not go through the system: the cores of its services answer and
 * score in this process, with the task's own model and template.
 *
 * @param models folders of the system's local models by name
 * @param writer folder of the model that the policy writes with
 * @param calls as many as the loop made
 */
record RandomRival(
        Task task, Map<String, String> models, Path writer, List<TaskInput> train, long calls, Screen screen) {

    /**
     * The prompt with the highest mean reward.
     *
     * @param tried of how many
     */
    record Best(String prompt, int tried) {}

    /**
     * Searches.
     *
     * @param served the model that the task service answers with, by name and what identifies its weights
     * @throws CommandException if there are no random prompts, or none that can be tried with that very model
     */
    Best best(String served) {
        var kind = task.getPolicy().getKind();
        if (kind == PolicyKind.FIXED || kind == PolicyKind.SOFT_PROMPT) {
            throw new CommandException("No random prompts: a policy of kind "
                    + (kind == PolicyKind.FIXED ? "fixed" : "soft-prompt") + " writes none");
        }
        var name = task.getTaskModel().getName();
        if (task.getTaskModel().getKind() != TaskModelKind.LOCAL) {
            throw new CommandException(
                    "No random prompts: the search would call the remote model '" + name + "' " + calls + " times");
        }
        var folder = models.get(name);
        if (folder == null) {
            throw new CommandException("No random prompts: no folder of the model '" + name + "' is known here");
        }
        try (var answering = LoadedModel.load(Path.of(folder));
                var trials = new CoreTrials(task, answering);
                var policy = LanguageModel.load(writer)) {
            if (!trials.modelId().equals(served)) {
                throw new CommandException("No random prompts: the task service answers with " + served + ", and "
                        + folder + " holds " + trials.modelId());
            }
            int tried = Math.max(1, Math.toIntExact(calls / train.size()));
            screen.print("Trying " + tried + " random prompts on " + train.size()
                    + " streamed inputs in this process, with " + served);
            var prompts =
                    new RandomPrompts(policy, task).draw(tried, task.getPolicy().getSeed());
            return new Best(best(prompts, trials), tried);
        } catch (ModelFormatException | UncheckedIOException e) {
            throw new CommandException(
                    "No random prompts: cannot load the model from " + folder + ": " + e.getMessage(), e);
        }
    }

    private String best(List<String> prompts, CoreTrials trials) {
        var progress = new EvaluationProgress(screen, System::nanoTime);
        var rewards = trials.meanRewards(prompts, train, progress);
        progress.end();
        int best = 0;
        for (int prompt = 1; prompt < rewards.length; prompt++) {
            best = rewards[prompt] > rewards[best] ? prompt : best;
        }
        return prompts.get(best);
    }
}

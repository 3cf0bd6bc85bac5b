package io.promptstream.local.model;

import io.promptstream.event.Task;
import io.promptstream.event.TaskModelKind;
import io.promptstream.languagemodel.ModelFormatException;
import io.promptstream.local.connection.ServedModels;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.system.SystemDescription;
import io.promptstream.task.local.LoadedModel;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The model that answers a task's proposals, loaded into this process: figures are those of the system only if they are made
 * with it.
 *
 * @param model as loaded; whoever asked for it closes it
 * @param id its name and what identifies its weights, as outputs carry it
 * @param directory its folder
 */
public record AnsweringModel(LoadedModel model, String id, Path directory) implements AutoCloseable {

    /**
     * Loads the model from the folder that the system was started with.
     *
     * @param system that the task is of; empty where it runs elsewhere
     * @throws CommandException if the task's model is not one that can be loaded here, or is not the one that the task
     *     service answers with
     */
    public static AnsweringModel of(Task task, Optional<SystemDescription> system) {
        var name = localName(task);
        var directory = system.map(SystemDescription::models)
                .map(models -> models.get(name))
                .orElseThrow(() -> new CommandException("Task " + task.getTaskId() + " uses the model '" + name
                        + "', and no folder of that name is known here: give it with --model DIR"));
        var loaded = load(task, Path.of(directory));
        system.map(SystemDescription::taskUrl)
                .flatMap(url -> ServedModels.fingerprint(url, name))
                .filter(served -> !served.equals(loaded.model().fingerprint()))
                .ifPresent(served -> {
                    loaded.close();
                    throw new CommandException("The task service answers with " + name + "@" + served + ", but "
                            + directory + " holds " + loaded.id()
                            + ": start the system again, or give the folder of its model with --model DIR");
                });
        return loaded;
    }

    /**
     * Loads the task's model from a folder that somebody named.
     *
     * @throws CommandException if the task's model is not one that can be loaded here
     */
    public static AnsweringModel of(Task task, Path directory) {
        localName(task);
        return load(task, directory);
    }

    private static AnsweringModel load(Task task, Path directory) {
        var name = task.getTaskModel().getName();
        try {
            var model = LoadedModel.load(directory);
            return new AnsweringModel(model, name + "@" + model.fingerprint(), directory);
        } catch (ModelFormatException | IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            throw new CommandException(
                    "Cannot load the model '" + name + "' from " + directory + ": " + e.getMessage(), e);
        }
    }

    private static String localName(Task task) {
        var definition = task.getTaskModel();
        if (definition.getKind() != TaskModelKind.LOCAL) {
            throw new CommandException("Task " + task.getTaskId() + " is answered by the remote model '"
                    + definition.getName() + "', which is not called from here, so that its prompts cannot be measured;"
                    + " the dashboard shows what they earned");
        }
        return definition.getName();
    }

    @Override
    public void close() {
        model.close();
    }
}

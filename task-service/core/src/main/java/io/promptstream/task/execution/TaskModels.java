package io.promptstream.task.execution;

import io.promptstream.event.TaskModelDefinition;
import io.promptstream.task.local.LocalModel;
import io.promptstream.task.model.ModelUnavailableException;
import io.promptstream.task.model.TaskModel;
import io.promptstream.task.remote.OpenAiCompatibleModel;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The models that tasks can name: local ones, which are loaded, and remote ones, which are made for each use. */
public final class TaskModels {
    private final Map<String, LocalModel> local;
    private final Function<RemoteModelDefinition, OpenAiCompatibleModel> connect;

    /** @param connect makes the model of a definition; what its calls share outlives the model */
    public TaskModels(Map<String, LocalModel> local, Function<RemoteModelDefinition, OpenAiCompatibleModel> connect) {
        this.local = Map.copyOf(local);
        this.connect = connect;
    }

    /** What a remote model is called at; empty if the definition is not complete. */
    public Optional<URI> endpoint(TaskModelDefinition definition) {
        try {
            return Optional.of(RemoteModelDefinition.of(definition).baseUrl());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether there is a local model of that name. */
    public boolean hasLocal(String name) {
        return local.containsKey(name);
    }

    /**
     * The model that a task asks for.
     *
     * @throws ModelUnavailableException if it is a local model that is not configured
     * @throws IllegalArgumentException if the definition is not complete, naming the field
     */
    public TaskModel find(TaskModelDefinition definition) throws ModelUnavailableException {
        return switch (definition.getKind()) {
            case LOCAL -> {
                LocalModel model = local.get(definition.getName());
                if (model == null) {
                    throw new ModelUnavailableException(
                            "there is no local model %s: name one of %s, or add it to PROMPTSTREAM_MODELS"
                                    .formatted(definition.getName(), new TreeSet<>(local.keySet())));
                }
                yield model;
            }
            case OPENAI_COMPATIBLE -> connect.apply(RemoteModelDefinition.of(definition));
            case UNKNOWN ->
                throw new IllegalArgumentException(
                        "taskModel.kind is unknown to this version: write local or openai-compatible, or upgrade the task service");
        };
    }
}

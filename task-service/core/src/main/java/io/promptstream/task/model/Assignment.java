package io.promptstream.task.model;

import io.promptstream.event.Label;
import io.promptstream.event.Task;
import java.util.List;

/** What a task model is asked for. */
public sealed interface Assignment {

    /**
     * A score for each label.
     *
     * @param labels two or more, in the order in which scores are returned
     */
    record Classification(List<Label> labels) implements Assignment {
        public Classification {
            labels = List.copyOf(labels);
            if (labels.size() < 2) {
                throw new IllegalArgumentException(
                        "labels has %d entries: name at least two for a classification task".formatted(labels.size()));
            }
        }
    }

    /**
     * The most probable continuation.
     *
     * @param maxTokens its longest length
     */
    record Generation(int maxTokens) implements Assignment {
        public Generation {
            if (maxTokens < 1) {
                throw new IllegalArgumentException("taskModel.maxTokens is %d: write at least 1".formatted(maxTokens));
            }
        }
    }

    /**
     * What the task asks for.
     *
     * @throws IllegalArgumentException if this version knows no such kind of task, or the task lacks what its kind needs
     */
    static Assignment of(Task task) {
        return switch (task.getKind()) {
            case CLASSIFICATION -> new Classification(task.getLabels());
            case GENERATION -> new Generation(task.getTaskModel().getMaxTokens());
            case UNKNOWN ->
                throw new IllegalArgumentException(
                        "kind is unknown to this version: write classification or generation, or upgrade the task service");
        };
    }
}

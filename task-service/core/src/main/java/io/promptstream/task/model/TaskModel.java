package io.promptstream.task.model;

import java.util.List;

/** A frozen language model that answers prompted inputs. Safe for use by several threads. */
public sealed interface TaskModel permits LocalModel, OpenAiCompatibleModel {

    /** The model's name with what identifies its weights. */
    String id();

    /**
     * Answers each rendering. What concerns one rendering only is its {@link Answer.Failed} and leaves the others alone.
     *
     * @return one answer per rendering, in the same order
     * @throws RuntimeException if the renderings failed together; each alone may still succeed
     */
    List<Answer> answer(Assignment assignment, List<Rendering> renderings);
}

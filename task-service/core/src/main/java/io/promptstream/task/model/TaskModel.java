package io.promptstream.task.model;

import io.promptstream.task.template.Rendering;
import java.util.List;

/** A frozen language model that answers prompted inputs. Safe for use by several threads. */
public interface TaskModel {

    /** The model's name with what identifies its weights. */
    String id();

    /** Whether others compute its answers: whoever asks waits for them, and pays. */
    boolean waits();

    /**
     * Answers each rendering. What concerns one rendering only is its {@link Answer.Failed} and leaves the others alone.
     *
     * @param account what every call that costs tokens is set aside in before it is made
     * @return one answer per rendering, in the same order
     * @throws RuntimeException if the renderings failed together; each alone may still succeed
     */
    List<Answer> answer(Assignment assignment, List<Rendering> renderings, TokenAccount account);

    /** As {@link #answer(Assignment, List, TokenAccount)}, where nobody counts. */
    default List<Answer> answer(Assignment assignment, List<Rendering> renderings) {
        return answer(assignment, renderings, TokenAccount.UNLIMITED);
    }
}

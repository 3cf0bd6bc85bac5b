package io.promptstream.reward.query;

import io.promptstream.event.Reward;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is to be done with an output now. */
sealed interface Decision {

    /**
     * Publish its reward.
     *
     * @param problem why the output cannot be scored, where the reward is a failure for that; null otherwise
     */
    record Give(Reward reward, @Nullable String problem) implements Decision {}

    /**
     * Wait for what it is judged by.
     *
     * @param window how long, from when the output was first seen
     * @param unusable the reference that it cannot be compared with, if there is only such; null otherwise
     */
    record AwaitReference(Duration window, @Nullable String unusable) implements Decision {}

    /** Wait until the task, or the revision under which the output was proposed, is known. */
    record AwaitTask() implements Decision {}
}

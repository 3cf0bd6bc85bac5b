package io.promptstream.reward.scoring;

import io.promptstream.event.Reward;
import java.time.Duration;

/** What is to be done with an output now. */
sealed interface Decision {

    /** Publish its reward, which may be a failure. */
    record Give(Reward reward) implements Decision {}

    /**
     * Wait for what it is judged by.
     *
     * @param window how long, from when the output was first seen
     */
    record AwaitReference(Duration window) implements Decision {}

    /** Wait until the task, or the revision under which the output was proposed, is known. */
    record AwaitTask() implements Decision {}
}

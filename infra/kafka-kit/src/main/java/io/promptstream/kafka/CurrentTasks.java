package io.promptstream.kafka;

import io.promptstream.event.Task;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** The tasks as they were read so far. */
public interface CurrentTasks {
    /** The task of that id, if it was read already. */
    Optional<Task> find(String taskId);

    /**
     * Begins to read every change that was committed before this call; returns at once.
     *
     * @return asked again and again, by one thread
     */
    CatchUp beginCatchUp();

    /** A reading that is in flight. */
    interface CatchUp {
        /**
         * Whether it is over: a task that is absent then is not there. Does not wait.
         *
         * @throws KafkaException if it takes too long
         */
        boolean isOver() throws InterruptedException;
    }
}

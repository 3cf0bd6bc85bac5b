package io.promptstream.simulation.node;

import io.promptstream.event.Task;
import io.promptstream.policy.task.TaskRevisions.Known;
import io.promptstream.policy.task.TaskRevisions.Outcome;
import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.FencedException;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.Producer;
import io.promptstream.simulation.log.TopicPartition;
import io.promptstream.simulation.schedule.Commit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Changes tasks, for whoever has the transactional id of their partition; another owner takes it, and is taken it from. */
public final class TaskOwner {
    private final Broker broker;
    private final Map<Integer, Producer> producers = new HashMap<>();

    public TaskOwner(Broker broker) {
        this.broker = broker;
    }

    /** Makes a change of the task from what is there now; {@code how} says what comes of its commit. */
    public void change(String taskId, Function<Known, Outcome> change, Commit how) {
        TopicPartition partition = new TopicPartition(Topics.TASKS, broker.partitionOf(taskId));
        try {
            make(partition, taskId, change, how);
        } catch (FencedException e) {
            producers.remove(partition.partition());
            make(partition, taskId, change, how);
        }
    }

    private void make(TopicPartition partition, String taskId, Function<Known, Outcome> change, Commit how) {
        // A commit is answered before readers see it, so what was written here last has to be waited for.
        broker.markAll();
        // The id first: what the one before has committed is there to be read from then on, and nothing can be added.
        Producer owner =
                producers.computeIfAbsent(partition.partition(), number -> broker.producer(partition.toString()));
        Outcome outcome = change.apply(known(partition, taskId));
        if (!outcome.written()) {
            return;
        }
        owner.send(partition, taskId, outcome.task().orElse(null), outcome.headers());
        switch (how) {
            case CRASH_BEFORE, CRASH_IN -> producers.remove(partition.partition());
            case REFUSED -> owner.abort();
            case CRASH_AFTER, ACKNOWLEDGEMENT_LOST -> {
                owner.commit(/* marksAtOnce= */ true);
                producers.remove(partition.partition());
            }
            case LATER, NOW -> owner.commit(/* marksAtOnce= */ true);
            case SLOWLY -> owner.commit(/* marksAtOnce= */ false);
        }
    }

    private Known known(TopicPartition partition, String taskId) {
        Optional<Task> task = Optional.empty();
        Optional<Task> before = Optional.empty();
        Map<String, String> headers = Map.of();
        for (LogRecord record : broker.log(partition).committed()) {
            if (record.key().equals(taskId)) {
                before = task.isPresent() ? task : before;
                task = Optional.ofNullable((Task) record.value());
                headers = record.headers();
            }
        }
        return new Known(task, before, headers);
    }
}

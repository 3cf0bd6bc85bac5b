package io.promptstream.simulation.node;

import io.promptstream.event.Task;
import io.promptstream.policy.learning.Policies;
import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.Consumer;
import io.promptstream.simulation.log.Group;
import io.promptstream.simulation.log.Producer;
import io.promptstream.simulation.schedule.Node;
import io.promptstream.task.execution.TaskModels;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a loop has around it.
 *
 * @param tasks as its process knows them
 * @param snapshots what its process knows of policies
 * @param ids makes ids that nobody else makes
 */
public record Surroundings(
        Node node,
        Broker broker,
        HostTime time,
        View<Task> tasks,
        Snapshots snapshots,
        Witness witness,
        Supplier<UUID> ids,
        Policies policies,
        TaskModels models,
        Coverage coverage) {

    /** A producer under the loop's own transactional id: what an earlier one has open is aborted. */
    Producer producer() {
        return broker.producer(node.toString());
    }

    Consumer consumer(List<String> topics, Consumer.Listener listener) {
        return new Consumer(broker, group(topics), listener);
    }

    private Group group(List<String> topics) {
        return broker.group(node.role().name(), topics);
    }

    /** The task, if there is one; what is not known yet is read. */
    Optional<Task> task(String taskId) {
        Optional<Task> known = tasks.find(taskId);
        if (known.isEmpty()) {
            tasks.catchUp();
        }
        return known.or(() -> tasks.find(taskId));
    }
}

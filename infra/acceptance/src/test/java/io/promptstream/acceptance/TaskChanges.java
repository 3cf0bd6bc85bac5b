package io.promptstream.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.Task;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.system.ServiceInstance;
import io.promptstream.local.system.ServiceKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes of one task through two policy services at the same time, until they are ended. Each change has a description of
 * its own; which of them were accepted, and as which revision, is remembered.
 */
final class TaskChanges implements AutoCloseable {

    private static final String TASK = "changed-by-two";
    private static final long PAUSE_NANOS = 200_000_000;

    private final RunningSystem system;
    private final JsonNode definition;
    private final Map<Long, List<String>> accepted = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Void>> writers = new ArrayList<>();
    private volatile boolean ended;

    private TaskChanges(RunningSystem system) {
        this.system = system;
        this.definition = system.policies().task(system.task().getTaskId());
    }

    static TaskChanges begin(RunningSystem system) {
        var changes = new TaskChanges(system);
        for (int number = 1; number <= 2; number++) {
            var url = system.processes().url(new ServiceInstance(ServiceKind.POLICY, number));
            var name = "policy-service-" + number + "-" + System.nanoTime();
            changes.writers.add(CompletableFuture.runAsync(
                    () -> changes.write(url, name),
                    writer -> Thread.ofPlatform().daemon().start(writer)));
        }
        return changes;
    }

    private void write(String url, String name) {
        try (var policies = new PolicyClient(url)) {
            for (int number = 0; !ended; number++) {
                var description = name + "-" + number;
                try {
                    var task = policies.putTask(TASK, changed(description));
                    accepted.computeIfAbsent(
                                    task.path("revision").asLong(),
                                    revision -> Collections.synchronizedList(new ArrayList<>()))
                            .add(description);
                } catch (CommandException e) {
                    // Killed, or refused because of the other one: the change need not be there, and may be.
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private ObjectNode changed(String description) {
        ObjectNode task = definition.deepCopy();
        task.remove(List.of("revision", "createdAt", "updatedAt", "promotion"));
        return task.put("id", TASK).put("description", description);
    }

    /** Ends the changes; everything that was begun has been answered afterwards. */
    TaskChanges end() {
        ended = true;
        writers.forEach(CompletableFuture::join);
        return this;
    }

    /** What is wrong with the task's revisions in the topic. */
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        var written = new TreeMap<Long, String>();
        try (var topics = new Topics(system.kafka())) {
            for (var task : topics.events(system.kafka().topics().tasks(), Task.class)) {
                if (task.getTaskId().equals(TASK)) {
                    var before = written.put(task.getRevision(), task.getDescription());
                    if (before != null) {
                        complaints.add("revision %d stands twice: %s, %s"
                                .formatted(task.getRevision(), before, task.getDescription()));
                    }
                }
            }
        }
        if (accepted.isEmpty()) {
            complaints.add("no change was accepted");
        }
        accepted.forEach((revision, descriptions) -> {
            if (descriptions.size() != 1 || !descriptions.getFirst().equals(written.get(revision))) {
                complaints.add("revision %d was answered to %s, and is %s"
                        .formatted(revision, descriptions, written.get(revision)));
            }
        });
        return complaints;
    }

    @Override
    public void close() {
        end();
    }
}

package io.promptstream.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.NewestEvents;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.StartListener;
import io.promptstream.local.system.SystemDescription;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.local.task.TaskFile;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A system in processes of its own with the sample task, and the sample's inputs as queries. */
final class RunningSystem implements AutoCloseable {

    private static final Duration REPLAY_PATIENCE = Duration.ofMinutes(5);
    private static final String SAMPLE = "infra/local/src/main/samples/assistant-queries";

    private final LocalSystem system;
    private final PolicyClient policies;
    private final Task task;
    private final List<TaskInput> inputs;

    private RunningSystem(LocalSystem system, PolicyClient policies, Task task, List<TaskInput> inputs) {
        this.system = system;
        this.policies = policies;
        this.task = task;
        this.inputs = inputs;
    }

    /** A smaller search than the sample's, of which a minute is enough to see that it learns. */
    static RunningSystem start(Path directory) {
        return start(
                SystemSettings.in(directory),
                task -> task.withObjectProperty("policy").put("learningRate", 0.003));
    }

    /**
     * One with small rounds and weights, so that a minute sees hundreds of versions, and with a window in which a round is
     * complete even if several services are killed.
     *
     * @param environment variables for the services
     */
    static RunningSystem startSmall(Path directory, Map<String, String> environment) {
        return startSmall(SystemSettings.in(directory).withEnvironment(environment));
    }

    /** As {@link #startSmall(Path, Map)}, with two processes of every service. */
    static RunningSystem startSmallTwice(Path directory) {
        return startSmall(SystemSettings.in(directory).withInstances(2));
    }

    private static RunningSystem startSmall(SystemSettings settings) {
        return start(settings, task -> {
            task.withObjectProperty("reward").put("window", "PT2M");
            task.withObjectProperty("policy")
                    .put("promptsPerRound", 8)
                    .put("contendersPerRound", 2)
                    .put("queriesPerRound", 4)
                    .put("roundsInFlight", 8)
                    .put("maxLag", 32)
                    .put("hiddenSize", 16);
        });
    }

    private static RunningSystem start(SystemSettings settings, Consumer<ObjectNode> changes) {
        var system = LocalSystem.start(settings, StartListener.SILENT);
        try {
            var policies = new PolicyClient(system.url(ServiceKind.POLICY));
            var file = TaskFile.read(settings.root().resolve(SAMPLE + ".yaml"));
            policies.putTask(file.id(), easier(file, changes));
            var task = new NewestEvents(kafka(system)).task(file.id());
            var inputs = TaskInput.read(settings.root().resolve(SAMPLE + ".train.tsv"), task, true);
            return new RunningSystem(system, policies, task, inputs);
        } catch (RuntimeException e) {
            system.close();
            throw e;
        }
    }

    private static ObjectNode easier(TaskFile file, Consumer<ObjectNode> changes) {
        var task = file.content().deepCopy();
        task.withObjectProperty("policy")
                .put("promptLength", 2)
                .put("candidates", 64)
                .put("seed", 1);
        changes.accept(task);
        return task;
    }

    KafkaAccess kafka() {
        return kafka(system);
    }

    PolicyClient policies() {
        return policies;
    }

    Task task() {
        return task;
    }

    /** Its processes, to be ended and started again. */
    LocalSystem processes() {
        return system;
    }

    SystemDescription description() {
        return system.description();
    }

    /** The query of this number; the inputs are used again and again. */
    Query query(int number) {
        var input = inputs.get(number % inputs.size());
        return Query.newBuilder()
                .setQueryId("query-" + number)
                .setTaskId(task.getTaskId())
                .setText(input.text())
                .setReference(input.reference())
                .setAskedAt(Instant.now())
                .build();
    }

    /** Sends queries over HTTP, from the one of this number on. */
    void ask(int first, int count) {
        var queries = JsonNodeFactory.instance.arrayNode();
        for (int number = first; number < first + count; number++) {
            var query = query(number);
            queries.addObject()
                    .put("queryId", query.getQueryId())
                    .put("text", query.getText())
                    .put("reference", query.getReference().orElseThrow());
        }
        policies.ask(task.getTaskId(), queries);
    }

    /**
     * Orders a replay of the task.
     *
     * @param order its fields besides the name
     */
    void orderReplay(String name, ObjectNode order) {
        policies.orderReplay(task.getTaskId(), order.deepCopy().put("name", name));
    }

    /** How the replay of that name has ended. */
    JsonNode awaitReplay(String name) {
        return await().atMost(REPLAY_PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> policies.replay(task.getTaskId(), name),
                        replay -> replay.path("status").asText().matches("done|failed"));
    }

    @Override
    public void close() {
        policies.close();
        system.close();
    }

    private static KafkaAccess kafka(LocalSystem system) {
        return new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
    }
}

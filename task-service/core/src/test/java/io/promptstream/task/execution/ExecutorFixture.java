package io.promptstream.task.execution;

import io.promptstream.event.Failure;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.task.Events;
import io.promptstream.task.FakeTime;
import io.promptstream.task.local.FakeCausalModel;
import io.promptstream.task.local.LocalModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;

/** An executor of one local model, in a time that stands still. */
abstract class ExecutorFixture {
    final KnownTasks tasks = new KnownTasks();
    final FakeTime time = new FakeTime(Events.NOW);
    final FakeCausalModel fake = new FakeCausalModel(8);
    final CountingMetrics metrics = new CountingMetrics();
    final Workers workers = new Workers(3);
    final ProposalExecutor executor = new ProposalExecutor(
            tasks,
            new TaskModels(Map.of("tiny", new LocalModel("tiny", fake)), definition -> {
                throw new AssertionError("no remote model in this test: " + definition);
            }),
            workers,
            new RemoteTokenBudget(0),
            metrics,
            time);

    ExecutorFixture() {
        put(Events.classification("weather", Events.local("tiny"), "sun", "rain"));
    }

    @AfterEach
    void stopWorkers() {
        workers.close();
    }

    /** The outputs of all, lane by lane. */
    List<TaskOutput> execute(List<PromptProposal> proposals) throws InterruptedException {
        Map<LaneKey, List<PromptProposal>> lanes = new LinkedHashMap<>();
        proposals.forEach(proposal -> lanes.computeIfAbsent(executor.laneOf(proposal), added -> new ArrayList<>())
                .add(proposal));
        Map<String, TaskOutput> outputs = new HashMap<>();
        for (Map.Entry<LaneKey, List<PromptProposal>> lane : lanes.entrySet()) {
            executor.execute(lane.getKey(), lane.getValue())
                    .forEach(output -> outputs.put(output.orElseThrow().getProposalId(), output.orElseThrow()));
        }
        return proposals.stream()
                .map(proposal -> Objects.requireNonNull(outputs.get(proposal.getProposalId())))
                .toList();
    }

    void put(Task task) {
        tasks.put(task);
    }

    static Failure failure(TaskOutput output) {
        return output.getFailure().orElseThrow();
    }
}

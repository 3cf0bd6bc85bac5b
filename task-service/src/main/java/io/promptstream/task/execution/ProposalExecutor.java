package io.promptstream.task.execution;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.task.model.Pause;
import io.promptstream.task.model.TaskModels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns proposals into outputs, one for each, in the same order. What goes wrong with a proposal is the failure of its
 * output and touches no other proposal.
 */
public final class ProposalExecutor {
    private final TaskLookup lookup;
    private final Planner planner;
    private final Workers workers;
    private final UnitRunner runner;
    private final OutputWriter writer;

    /** @param grace how long a proposal may be ahead of its task */
    public ProposalExecutor(
            Tasks tasks,
            Duration grace,
            TaskModels models,
            Workers workers,
            RemoteTokenBudget budget,
            ExecutionMetrics metrics,
            InstantSource clock,
            Pause pause) {
        this.lookup = new TaskLookup(tasks, grace, clock, pause);
        this.planner = new Planner(models, budget, clock, workers.computing());
        this.workers = workers;
        this.runner = new UnitRunner(budget, metrics, clock, System::nanoTime);
        this.writer = new OutputWriter(metrics, clock);
    }

    /** Answers the proposals; their tasks, as they are now, say how. */
    public List<TaskOutput> execute(List<PromptProposal> proposals) throws InterruptedException {
        Map<String, TaskState> states = lookup.resolve(proposals);
        List<Result> results = new ArrayList<>(proposals.size());
        List<WorkUnit> units = new ArrayList<>();
        byTask(proposals).forEach((taskId, indexes) -> {
            TaskState state = states.getOrDefault(taskId, new TaskState.Unknown());
            Planner.Plan plan = planner.plan(state, taskId, proposals, indexes);
            units.addAll(plan.units());
            results.addAll(plan.failures());
        });
        workers.runAll(units, runner::run).stream().flatMap(Collection::stream).forEach(results::add);
        return results.stream()
                .sorted(Comparator.comparingInt(Result::index))
                .map(result -> writer.output(proposals.get(result.index()), result))
                .toList();
    }

    private static Map<String, List<Integer>> byTask(List<PromptProposal> proposals) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < proposals.size(); i++) {
            groups.computeIfAbsent(proposals.get(i).getTaskId(), taskId -> new ArrayList<>())
                    .add(i);
        }
        return groups;
    }
}

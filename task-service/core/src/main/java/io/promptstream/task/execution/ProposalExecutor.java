package io.promptstream.task.execution;

import io.promptstream.event.FailureCode;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Turns proposals into outputs. What goes wrong with a proposal is the failure of its output and touches no other proposal.
 * Safe for use by several threads.
 */
public final class ProposalExecutor {
    private final TaskStates states;
    private final Planner planner;
    private final Workers workers;
    private final UnitRunner runner;
    private final OutputWriter writer;

    public ProposalExecutor(
            Tasks tasks,
            TaskModels models,
            Workers workers,
            RemoteTokenBudget budget,
            ExecutionMetrics metrics,
            InstantSource clock) {
        this(tasks, models, workers, budget, metrics, clock, System::nanoTime);
    }

    /** @param nanoTime nanoseconds since some moment, by which the model's time is measured */
    public ProposalExecutor(
            Tasks tasks,
            TaskModels models,
            Workers workers,
            RemoteTokenBudget budget,
            ExecutionMetrics metrics,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.states = new TaskStates(tasks);
        this.planner = new Planner(models, budget, clock, workers.computing());
        this.workers = workers;
        this.runner = new UnitRunner(budget, metrics, clock, nanoTime);
        this.writer = new OutputWriter(clock);
    }

    /**
     * Whether the proposal's task, or the revision of it that the proposal was made under, is not here but may be on its way:
     * the proposal is not to be executed before that is known.
     */
    public boolean mayStillArrive(PromptProposal proposal) {
        return states.mayStillArrive(proposal);
    }

    /** What the proposal waits for, as its task is now. */
    public LaneKey laneOf(PromptProposal proposal) {
        return laneOf(states.state(proposal.getTaskId()));
    }

    /**
     * Answers the proposals as their tasks say now. One that belongs to another lane now, because its task was changed, is
     * left alone.
     *
     * @return an output, or nothing, for each proposal
     */
    public List<Optional<TaskOutput>> execute(LaneKey lane, List<PromptProposal> proposals)
            throws InterruptedException {
        Map<Integer, Result> results = new HashMap<>();
        List<WorkUnit> units = new ArrayList<>();
        byTask(proposals).forEach((taskId, indexes) -> {
            TaskState state = states.state(taskId);
            if (lane.equals(laneOf(state))) {
                Planner.Plan plan = planner.plan(state, taskId, proposals, indexes);
                units.addAll(plan.units());
                plan.failures().forEach(result -> results.put(result.index(), result));
            }
        });
        workers.runAll(units, runner::run).stream()
                .flatMap(Collection::stream)
                .forEach(result -> results.put(result.index(), result));
        List<Optional<TaskOutput>> outputs = new ArrayList<>(proposals.size());
        for (int i = 0; i < proposals.size(); i++) {
            PromptProposal proposal = proposals.get(i);
            outputs.add(Optional.ofNullable(results.get(i)).map(result -> writer.output(proposal, result)));
        }
        return outputs;
    }

    /** The output of a proposal to which no other can be given. */
    public TaskOutput failed(PromptProposal proposal, String message) {
        return writer.output(proposal, Result.failed(0, FailureCode.MODEL_FAILURE, message));
    }

    private LaneKey laneOf(TaskState state) {
        return switch (state) {
            case TaskState.Known known -> planner.lane(known.task());
            case TaskState.Deleted deleted -> new LaneKey.Unanswerable();
            case TaskState.Unknown unknown -> new LaneKey.Unanswerable();
        };
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

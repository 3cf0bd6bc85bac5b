package io.promptstream.simulation.node;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.LaneKey;
import io.promptstream.task.execution.ProposalExecutor;
import io.promptstream.task.execution.RemoteTokenBudget;
import io.promptstream.task.execution.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Answers proposals, as the task service's loop does: its transaction opens only when the model is done. */
final class AnsweringBody extends TransactionalBody {
    private final ProposalExecutor executor;
    private final List<Answer> answers = new ArrayList<>();

    private record Answer(int partition, TaskOutput output) {}

    AnsweringBody(Surroundings around) {
        super(around, List.of(Topics.PROPOSALS));
        this.executor = new ProposalExecutor(
                around.tasks()::find,
                around.models(),
                Workers.inCaller(),
                new RemoteTokenBudget(0),
                ExecutionMetrics.NONE,
                around.time()::now,
                around.time()::nanos);
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        Map<LaneKey, List<LogRecord>> lanes = new LinkedHashMap<>();
        for (LogRecord record : records) {
            lanes.computeIfAbsent(lane(proposal(record)), lane -> new ArrayList<>())
                    .add(record);
        }
        List<LogRecord> moved = new ArrayList<>();
        lanes.forEach((lane, waiting) -> moved.addAll(answer(lane, waiting)));
        if (!moved.isEmpty()) {
            handle(moved, most);
        }
    }

    private LaneKey lane(PromptProposal proposal) {
        if (executor.mayStillArrive(proposal)) {
            around.tasks().catchUp();
        }
        return executor.laneOf(proposal);
    }

    /** Returns those that belong to another lane now, because more is known of their task. */
    private List<LogRecord> answer(LaneKey lane, List<LogRecord> records) {
        List<LogRecord> moved = new ArrayList<>();
        try {
            List<Optional<TaskOutput>> outputs = executor.execute(
                    lane, records.stream().map(AnsweringBody::proposal).toList());
            for (int i = 0; i < records.size(); i++) {
                LogRecord record = records.get(i);
                outputs.get(i)
                        .ifPresentOrElse(
                                output -> answers.add(
                                        new Answer(record.partition().partition(), output)),
                                () -> moved.add(record));
            }
            return moved;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the simulation", e);
        }
    }

    private static PromptProposal proposal(LogRecord record) {
        return (PromptProposal) Objects.requireNonNull(record.value());
    }

    @Override
    protected void beforeCommit() {
        answers.forEach(answer -> producer.send(Topics.OUTPUTS, answer.output().getQueryId(), answer.output()));
    }

    @Override
    protected void committed() {
        answers.clear();
    }

    /** What belongs to a partition that is gone is answered by who has it now. */
    @Override
    public void revoked(Set<Integer> partitions) {
        answers.removeIf(answer -> partitions.contains(answer.partition()));
    }
}

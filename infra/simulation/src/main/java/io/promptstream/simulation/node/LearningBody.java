package io.promptstream.simulation.node;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.round.LearnedTasks;
import io.promptstream.policy.round.Learners;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.TopicPartition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Learns round results and publishes snapshots and history, as the learner's loop does. */
public class LearningBody extends Body {
    protected final Learners learners;
    protected final LearnedTasks learned;
    /** Whether there are partitions whose snapshots are not read yet; until then no round is learned. */
    private boolean loading;

    /** Tasks whose snapshots go with the next commit. */
    private final Set<String> deleted = new LinkedHashSet<>();

    public LearningBody(Surroundings around) {
        super(around, List.of(Topics.ROUND_RESULTS));
        this.learners = new Learners(around.policies(), around.time().clock(), "simulated");
        this.learned = new LearnedTasks(
                learners,
                around.tasks()::find,
                around.tasks()::all,
                stored(),
                around.broker()::partitionOf,
                taskId -> {},
                around.time()::nanos);
    }

    private LearnedTasks.Stored stored() {
        return new LearnedTasks.Stored() {
            @Override
            public Map<String, PolicySnapshot> load(int partition) {
                return View.load(
                        around.broker(),
                        new TopicPartition(Topics.SNAPSHOTS, partition),
                        PolicySnapshot.class,
                        key -> !CandidateKeys.isOfCandidate(key));
            }

            @Override
            public Optional<PolicySnapshot> candidate(int partition, String key) {
                return Optional.ofNullable(View.load(
                                around.broker(),
                                new TopicPartition(Topics.SNAPSHOTS, partition),
                                PolicySnapshot.class,
                                key::equals)
                        .get(key));
            }
        };
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        try {
            if (learned.areOutdated() && (!loading || mayLoad())) {
                deleted.addAll(learned.update());
                loading = false;
                touch();
            }
            for (LogRecord record : records) {
                learn((RoundResult) Objects.requireNonNull(record.value()));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the simulation", e);
        }
    }

    /**
     * A position is known only when no transaction on the group's offsets is open any more, and snapshots are read to the
     * end that they have then. Only so do the offsets and the snapshots that are read belong together.
     */
    protected boolean mayLoad() {
        return consumer.isPositioned()
                && consumer.owned().stream()
                        .noneMatch(number -> around.broker()
                                .log(new TopicPartition(Topics.SNAPSHOTS, number))
                                .isPending());
    }

    private void learn(RoundResult round) throws InterruptedException {
        Optional<Task> task = around.task(round.getTaskId());
        if (task.isPresent() && !learned.canLearn(task.get())) {
            learned.require(task.get());
        }
        if (task.isEmpty() || !learned.canLearn(task.get())) {
            deadLetter(round);
            return;
        }
        try {
            learners.learn(task.get(), round);
        } catch (IllegalArgumentException | ArithmeticException e) {
            deadLetter(round);
        }
    }

    private void deadLetter(RoundResult round) {
        producer.send(Topics.ROUND_RESULTS + Topics.DEAD_LETTERS, round.getTaskId(), round);
    }

    @Override
    protected void beforeCommit() {
        deleted.forEach(this::delete);
        deleted.clear();
        for (PolicyUpdate update : learners.takeUpdates()) {
            String taskId = update.snapshot().getTaskId();
            for (PolicyEvent step : update.steps()) {
                producer.send(Topics.HISTORY, taskId, step);
            }
            producer.send(Topics.SNAPSHOTS, taskId, update.snapshot());
        }
    }

    /** Deletes the snapshots of a task and of its candidates. */
    private void delete(String taskId) {
        TopicPartition partition =
                new TopicPartition(Topics.SNAPSHOTS, around.broker().partitionOf(taskId));
        producer.send(partition, taskId, null, Map.of());
        around.snapshots().all().stream()
                .filter(snapshot -> snapshot.getTaskId().equals(taskId)
                        && snapshot.getCandidate().isPresent())
                .forEach(candidate -> producer.send(partition, CandidateKeys.of(candidate), null, Map.of()));
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        learned.assign(partitions);
        loading = true;
    }

    @Override
    public boolean isReady(int partition) {
        return !loading || mayLoad();
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        super.revoked(partitions);
        learned.revoke(partitions);
    }

    @Override
    public int size() {
        return learners.taskIds().size();
    }
}

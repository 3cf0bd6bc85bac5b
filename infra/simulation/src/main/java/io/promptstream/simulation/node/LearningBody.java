package io.promptstream.simulation.node;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.round.CatchUp;
import io.promptstream.policy.round.CatchUps;
import io.promptstream.policy.round.LearnedTasks;
import io.promptstream.policy.round.Learners;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.TopicPartition;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Learns round results and publishes snapshots and history, as the learner's loop does. */
public class LearningBody extends TransactionalBody {
    /** Long, so that much is learned between two snapshots. */
    private static final Duration SAVING = Duration.ofSeconds(30);

    protected final Learners learners;
    protected final LearnedTasks learned;
    /** Whether there are partitions whose snapshots are not read yet; until then no round is learned. */
    private boolean loading;

    private boolean leaving;

    /** Tasks whose snapshots go with the next commit. */
    private final Set<String> deleted = new LinkedHashSet<>();
    /** Tasks whose policies are new with it. */
    private final Set<String> updated = new LinkedHashSet<>();

    public LearningBody(Surroundings around) {
        super(around, List.of(Topics.ROUND_RESULTS));
        this.learners = new Learners(around.policies(), around.time().clock(), "simulated", SAVING);
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
            public Map<String, CatchUp.Result> policies(int partition) throws InterruptedException {
                return committed(partition, snapshots(partition, key -> !CandidateKeys.isOfCandidate(key)));
            }

            @Override
            public Optional<PolicySnapshot> candidate(int partition, String key) {
                return Optional.ofNullable(snapshots(partition, key::equals).get(key));
            }
        };
    }

    private Map<String, PolicySnapshot> snapshots(int partition, Predicate<String> keys) {
        return View.load(around.broker(), new TopicPartition(Topics.SNAPSHOTS, partition), PolicySnapshot.class, keys);
    }

    /** The partition's policies as they were committed last; of those that were saved, by task. */
    protected Map<String, CatchUp.Result> committed(int partition, Map<String, PolicySnapshot> saved)
            throws InterruptedException {
        Map<String, CatchUp.Result> policies = CatchUps.of(
                saved,
                new PolicySteps(around.policies(), around.time().clock()),
                new RecordedPartition(around.broker(), partition));
        policies.values().stream()
                .filter(policy -> !policy.unsaved().isEmpty())
                .forEach(policy -> around.coverage().count("policy caught up"));
        return policies;
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        try {
            if (learned.areOutdated() && (!loading || mayLoad())) {
                deleted.addAll(learned.update());
                loading = false;
                touch();
            }
            if (learners.areToBeSaved(around.time().nanos())) {
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
     * A position is known only when no transaction on the group's offsets is open any more, and snapshots and history are
     * read to the end that they have then. Only so does all that is read belong together.
     */
    protected boolean mayLoad() {
        return consumer.isPositioned() && consumer.owned().stream().noneMatch(this::isPending);
    }

    private boolean isPending(int partition) {
        return Stream.of(Topics.SNAPSHOTS, Topics.HISTORY)
                .anyMatch(topic -> around.broker()
                        .log(new TopicPartition(topic, partition))
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
        List<PolicyUpdate> told = leaving
                ? learners.takeUpdates()
                : learners.takeUpdates(around.time().nanos());
        for (PolicyUpdate update : told) {
            updated.add(update.taskId());
            update.steps().forEach(step -> producer.send(Topics.HISTORY, update.taskId(), step));
            update.saved()
                    .ifPresent(snapshot -> producer.send(Topics.SNAPSHOTS, update.taskId(), positioned(snapshot)));
        }
    }

    /** This process serves them at once. */
    @Override
    protected void committed() {
        updated.forEach(taskId -> learners.present(taskId).ifPresent(around.snapshots()::put));
        updated.clear();
    }

    /** What is committed later than this transaction stands behind these offsets. */
    private PolicySnapshot positioned(PolicySnapshot snapshot) {
        int partition = around.broker().partitionOf(snapshot.getTaskId());
        return PolicySnapshot.newBuilder(snapshot)
                .setNextStep(around.broker()
                        .log(new TopicPartition(Topics.HISTORY, partition))
                        .stableEnd())
                .setNextRound(consumer.positions().get(new TopicPartition(Topics.ROUND_RESULTS, partition)))
                .build();
    }

    /** Deletes the snapshots of a task and of its candidates. */
    private void delete(String taskId) {
        TopicPartition partition =
                new TopicPartition(Topics.SNAPSHOTS, around.broker().partitionOf(taskId));
        producer.send(partition, taskId, null, Map.of());
        around.snapshots()
                .candidates(taskId)
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
        saveAll();
        super.revoked(partitions);
        learned.revoke(partitions);
        leaving = false;
    }

    /** Has the next commit save every policy as a whole, as the next owner of a partition finds it fastest. */
    protected final void saveAll() {
        leaving = true;
        touch();
    }

    @Override
    public int size() {
        return learners.taskIds().size();
    }
}

package io.promptstream.simulation.node;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.Task;
import io.promptstream.policy.replay.PendingReplay;
import io.promptstream.policy.replay.RateLimit;
import io.promptstream.policy.replay.ReplayFailure;
import io.promptstream.policy.replay.ReplayJob;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.TopicPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Follows the orders of replays, one at a time, a slice at each pass, as the replayer's loop does. */
final class ReplayingBody extends TransactionalBody {
    private static final double FAST = 1e9;

    private final ReplayQueue queue;
    private final ReplayJob.Dependencies dependencies;
    private final Map<Integer, Held> held = new TreeMap<>();
    private Optional<Running> running = Optional.empty();
    /** Orders that were withdrawn; the consumer brings the news in a moment. */
    private final Set<UUID> withdrawn = new HashSet<>();

    private long ticks;

    private record Running(Replay order, ReplayJob job) {}

    /** What is known of a partition. */
    private record Held(Map<String, Replay> orders, Map<String, ReplayState> states) {}

    ReplayingBody(Surroundings around) {
        super(around, List.of(Topics.REPLAYS));
        this.queue = new ReplayQueue(around::task, key -> Optional.empty(), around.time()::nanos);
        // Each look at the time is a millisecond, so that a slice is a number of records whatever the machine does.
        this.dependencies = new ReplayJob.Dependencies(
                around.policies(), around.time().clock(), () -> ++ticks * 1_000_000, "simulated");
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        records.forEach(this::note);
        load();
        running.filter(replay -> !isOrdered(replay.order())).ifPresent(replay -> stop());
        withdrawOrders();
        deleteCancelled();
        if (running.isEmpty()) {
            queue.next(orders(), this::state).ifPresent(this::begin);
        }
        running.ifPresent(replay -> work(replay, most));
    }

    private void note(LogRecord record) {
        Held known = held.get(record.partition().partition());
        if (known != null) {
            known.orders().remove(record.key());
            if (record.value() instanceof Replay order) {
                known.orders().put(record.key(), order);
            }
        }
    }

    /** Once the positions are known: what the owner before has committed is read then, and what it has not it never will. */
    private void load() {
        if (!consumer.isPositioned()) {
            return;
        }
        for (int number : consumer.owned()) {
            TopicPartition orders = new TopicPartition(Topics.REPLAYS, number);
            TopicPartition states = new TopicPartition(Topics.REPLAY_STATES, number);
            if (!held.containsKey(number) && !isPending(orders) && !isPending(states)) {
                held.put(
                        number,
                        new Held(
                                new LinkedHashMap<>(View.load(around.broker(), orders, Replay.class, key -> true)),
                                new HashMap<>(View.load(around.broker(), states, ReplayState.class, key -> true))));
                consumer.seek(orders, around.broker().log(orders).stableEnd());
            }
        }
    }

    private boolean isPending(TopicPartition partition) {
        return around.broker().log(partition).isPending();
    }

    private boolean isOrdered(Replay order) {
        return orders().stream().anyMatch(known -> known.getReplayId().equals(order.getReplayId()));
    }

    private List<Replay> orders() {
        return held.values().stream()
                .flatMap(known -> known.orders().values().stream())
                .toList();
    }

    private Optional<ReplayState> state(String key) {
        return held.values().stream()
                .flatMap(known -> Optional.ofNullable(known.states().get(key)).stream())
                .findFirst();
    }

    /** Those of tasks that were deleted. */
    private void withdrawOrders() {
        orders().stream()
                .filter(queue::isOrphaned)
                .filter(order -> withdrawn.add(order.getReplayId()))
                .forEach(order -> send(Topics.REPLAYS, order.getTaskId(), ReplayQueue.key(order), null));
    }

    private void deleteCancelled() {
        held.values()
                .forEach(known -> List.copyOf(known.states().values()).forEach(state -> {
                    String key = CandidateKeys.of(state.getTaskId(), state.getName());
                    if (!known.orders().containsKey(key)) {
                        send(Topics.SNAPSHOTS, state.getTaskId(), key, null);
                        send(Topics.REPLAY_STATES, state.getTaskId(), key, null);
                        known.states().remove(key);
                    }
                }));
    }

    private void begin(Replay order) {
        Task task = around.task(order.getTaskId()).orElseThrow();
        TopicRecordings recordings = TopicRecordings.of(around.broker(), order.getTaskId());
        Optional<ReplayState> known = state(ReplayQueue.key(order)).filter(state -> ReplayQueue.isOf(order, state));
        try {
            Optional<Checkpoint> checkpoint = known.map(state -> new Checkpoint(state, candidate(order)));
            running = Optional.of(new Running(
                    order,
                    checkpoint.isPresent()
                            ? ReplayJob.resume(order, task, recordings, dependencies, checkpoint.get())
                            : ReplayJob.begin(order, task, recordings, dependencies)));
        } catch (ReplayFailure | IllegalArgumentException e) {
            keep(PendingReplay.failed(order, recordings, around.time().now(), String.valueOf(e.getMessage())));
        }
    }

    private Optional<PolicySnapshot> candidate(Replay order) {
        TopicPartition partition =
                new TopicPartition(Topics.SNAPSHOTS, around.broker().partitionOf(order.getTaskId()));
        String key = ReplayQueue.key(order);
        return Optional.ofNullable(View.load(around.broker(), partition, PolicySnapshot.class, key::equals)
                        .get(key))
                .filter(found -> found.getLineage()
                        .filter(lineage -> lineage.getReplayId().equals(order.getReplayId()))
                        .isPresent());
    }

    private void work(Running replay, int most) {
        try {
            replay.job().run(Duration.ofMillis(most), new RateLimit(FAST, dependencies.nanoTime()));
        } catch (ReplayFailure e) {
            keep(replay.job().failed(e));
            stop();
            return;
        }
        // What was done goes with the next commit.
        touch();
    }

    @Override
    protected void beforeCommit() {
        running.ifPresent(replay -> {
            Checkpoint checkpoint = replay.job().checkpoint();
            checkpoint
                    .candidate()
                    .ifPresent(candidate ->
                            send(Topics.SNAPSHOTS, candidate.getTaskId(), CandidateKeys.of(candidate), candidate));
            keep(checkpoint.state());
            if (replay.job().isDone()) {
                stop();
            }
        });
    }

    private void keep(ReplayState state) {
        String key = CandidateKeys.of(state.getTaskId(), state.getName());
        send(Topics.REPLAY_STATES, state.getTaskId(), key, state);
        Optional.ofNullable(held.get(around.broker().partitionOf(state.getTaskId())))
                .ifPresent(known -> known.states().put(key, state));
    }

    private void send(String topic, String taskId, String key, @Nullable Object event) {
        producer.send(new TopicPartition(topic, around.broker().partitionOf(taskId)), key, event, Map.of());
    }

    private void stop() {
        running.ifPresent(replay -> replay.job().close());
        running = Optional.empty();
    }

    /** The next owner goes on from the last checkpoint. */
    @Override
    public void revoked(Set<Integer> partitions) {
        running.filter(replay -> partitions.contains(
                        around.broker().partitionOf(replay.order().getTaskId())))
                .ifPresent(replay -> stop());
        super.revoked(partitions);
        partitions.forEach(held::remove);
    }

    @Override
    public int size() {
        return running.isPresent() ? 1 : 0;
    }
}

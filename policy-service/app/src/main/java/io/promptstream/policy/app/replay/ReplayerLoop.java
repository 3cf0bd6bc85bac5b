package io.promptstream.policy.app.replay;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Task;
import io.promptstream.kafka.LoopBody;
import io.promptstream.policy.replay.PendingReplay;
import io.promptstream.policy.replay.Recordings;
import io.promptstream.policy.replay.ReplayFailure;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.schemas.size.OversizedRecordException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the orders of replays, one at a time, a slice at each pass. */
final class ReplayerLoop implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(ReplayerLoop.class);
    private static final Duration IDLE = Duration.ofMillis(250);

    private final Consumer<String, byte[]> consumer;
    private final ReplayLedger ledger;
    private final Environment environment;
    private final ReplayOwnership ownership;
    private final ReplayQueue queue;
    private final ReplayJobs jobs;
    private final ReplayPromotions promotions;
    private final ReplayMetrics metrics;
    private final Clock clock;
    private Optional<RunningReplay> running = Optional.empty();

    /**
     * What the loop asks and tells the rest of the service.
     *
     * @param tasks finds a task by its id
     * @param promotions has a candidate promoted; an order that was given before is not given again
     */
    record Environment(Function<String, Optional<Task>> tasks, BiConsumer<Promotion, PolicySnapshot> promotions) {}

    ReplayerLoop(
            Consumer<String, byte[]> consumer,
            ReplayLedger ledger,
            Environment environment,
            ReplayOwnership ownership,
            ReplayQueue queue,
            ReplayJobs jobs,
            ReplayMetrics metrics,
            Clock clock) {
        this.consumer = consumer;
        this.ledger = ledger;
        this.environment = environment;
        this.ownership = ownership;
        this.queue = queue;
        this.jobs = jobs;
        this.promotions = new ReplayPromotions(ledger, environment.promotions());
        this.metrics = metrics;
        this.clock = clock;
        ownership.subscribe(this::leave);
    }

    @Override
    public void runOnce() throws InterruptedException {
        ownership.update(consumer.poll(running.map(RunningReplay::pause).orElse(IDLE)));
        running.filter(replay -> !isOrdered(replay)).ifPresent(replay -> stop());
        ledger.withdraw(ownership.orders().stream().filter(queue::isOrphaned).toList());
        deleteCancelled();
        noteWaiting();
        if (running.isEmpty()) {
            Optional<Replay> next = queue.next(ownership.orders(), ownership::state);
            if (next.isPresent()) {
                begin(next.get());
            }
        }
        if (running.isPresent()) {
            RunningReplay replay = running.get();
            try {
                work(replay);
            } catch (OversizedRecordException e) {
                stop();
                fail(replay.order(), "what it has come to cannot be kept: " + e.getMessage());
            }
        }
    }

    private boolean isOrdered(RunningReplay replay) {
        return ownership
                .order(ReplayQueue.key(replay.order()))
                .map(Replay::getReplayId)
                .filter(replay.order().getReplayId()::equals)
                .isPresent();
    }

    /** Deletes what is kept of replays whose order is gone; the rescorer deletes what it has rescored for them. */
    private void deleteCancelled() {
        List<ReplayState> cancelled = ownership.states().stream()
                .filter(state -> ownership.order(ReplayLedger.key(state)).isEmpty())
                .toList();
        for (ReplayState state : cancelled) {
            ledger.delete(state);
            log.info("Deleted what replay {} of task {} had come to", state.getName(), state.getTaskId());
        }
    }

    private void noteWaiting() {
        for (Replay order : queue.waiting(ownership.orders(), ownership::state)) {
            if (ledger.known(order).isEmpty()) {
                ledger.commit(PendingReplay.rescoring(order, recordings(order), now()));
            }
        }
    }

    private void begin(Replay order) throws InterruptedException {
        Optional<String> noRescoring = queue.rescoringFailure(order);
        Task task = environment.tasks().apply(order.getTaskId()).orElseThrow();
        metrics.begun(order.getTaskId());
        try {
            if (noRescoring.isPresent()) {
                fail(order, "the recorded outputs could not be rescored: " + noRescoring.get());
            } else {
                running = Optional.of(jobs.open(order, task, recordings(order), ledger.known(order)));
                log.info("Replay {} of task {} starts or resumes", order.getName(), order.getTaskId());
            }
        } catch (KafkaException e) {
            throw e;
        } catch (ReplayFailure | RuntimeException e) {
            fail(order, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        metrics.running(running.isPresent() ? 1 : 0);
    }

    private void work(RunningReplay replay) {
        try {
            replay.run();
        } catch (ReplayFailure e) {
            end(
                    replay,
                    new Checkpoint(
                            replay.job().failed(e), replay.job().checkpoint().candidate()));
            return;
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error(
                    "Replay {} of task {} cannot continue",
                    replay.order().getName(),
                    replay.order().getTaskId(),
                    e);
            stop();
            fail(replay.order(), "it cannot continue: " + e);
            return;
        }
        if (replay.job().isDone()) {
            end(replay, promotions.promoted(replay.order(), replay.job().checkpoint()));
        } else if (replay.isDue()) {
            ledger.commit(replay.job().checkpoint());
            replay.committed(metrics);
        }
    }

    private void end(RunningReplay replay, Checkpoint last) {
        ledger.commit(last);
        replay.committed(metrics);
        stop();
        metrics.ended(replay.order().getTaskId(), last.state().getStatus() == ReplayStatus.FAILED);
        log.info(
                "Replay {} of task {} has ended: {} {}",
                replay.order().getName(),
                replay.order().getTaskId(),
                last.state().getStatus(),
                last.state().getMessage());
    }

    private void fail(Replay order, String message) {
        ledger.commit(PendingReplay.failed(order, recordings(order), now(), message));
        metrics.ended(order.getTaskId(), /* failed= */ true);
        log.warn("Replay {} of task {} has failed: {}", order.getName(), order.getTaskId(), message);
    }

    /** The next owner continues from the last checkpoint. */
    private void leave(int partition) {
        running.filter(replay -> ownership.partitionOf(replay.order().getTaskId()) == partition)
                .ifPresent(replay -> stop());
    }

    private void stop() {
        running.ifPresent(RunningReplay::close);
        running = Optional.empty();
        metrics.running(0);
    }

    private Recordings recordings(Replay order) {
        return jobs.recordings(order.getTaskId(), ownership.partitionOf(order.getTaskId()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    /** What is not committed is lost: the next replayer continues from the last checkpoint. */
    @Override
    public void close() {
        ownership.closing();
        stop();
        try (consumer) {
            ledger.close();
        }
    }
}

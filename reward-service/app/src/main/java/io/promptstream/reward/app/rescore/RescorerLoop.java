package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.kafka.Transactions;
import io.promptstream.reward.app.rescore.RescoringOrders.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the orders of replays that rescore. Whoever is assigned an order's partition follows it; what it has done is
 * in topics and committed offsets, so another instance, or a later run, continues where it was.
 */
public final class RescorerLoop implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(RescorerLoop.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration AT_WORK = Duration.ofMillis(20);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final RescorerParts parts;
    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final ResultsTopic topics;
    private final RescoringOrders orders;
    private final RescoringPublisher publisher;
    private final RescoringStarter starter;
    private final Map<UUID, RescoringJob> jobs = new HashMap<>();
    /** Rescorings whose results could not be deleted, so that it is told once. */
    private final Set<UUID> undeletable = new HashSet<>();

    private final CountDownLatch woken = new CountDownLatch(1);

    /**
     * Subscribes the consumer.
     *
     * @param consumer member of the group that shares the orders; closed with this loop, as are the transactions
     */
    public RescorerLoop(RescorerParts parts, Consumer<String, byte[]> consumer, Transactions transactions) {
        this.parts = parts;
        this.consumer = consumer;
        this.transactions = transactions;
        // Of an earlier run, which had no time to delete it.
        LocalState.deleteRecursively(parts.stateDir());
        this.topics = new ResultsTopic(parts.clients().admin(), parts.replicationFactor());
        PartitionReader partitions = new PartitionReader(parts.clients());
        this.starter = new RescoringStarter(parts, topics, partitions);
        this.orders = new RescoringOrders(consumer, parts, partitions, order -> end(order.getReplayId()));
        this.publisher = new RescoringPublisher(parts, transactions, consumer, orders);
    }

    @Override
    public void runOnce() throws InterruptedException {
        orders.update(jobs.isEmpty() ? IDLE : AT_WORK);
        boolean allGone = deleteWithdrawn();
        beginWaiting();
        for (RescoringJob job : List.copyOf(jobs.values())) {
            Entry<Replay> order = orders.order(job.order().getReplayId());
            guard(order, () -> pass(order, job));
        }
        if (!allGone) {
            pause();
        }
    }

    /** Deletes the rescorings whose orders are gone; false while the results of one cannot be deleted. */
    private boolean deleteWithdrawn() {
        boolean allGone = true;
        for (Entry<Rescoring> rescoring : orders.rescorings()) {
            if (orders.orderOf(rescoring).isEmpty()) {
                end(rescoring.event().getReplayId());
                // Refused where the group has removed this member: whatever has that name now is another's.
                transactions.commit(consumer);
                if (deleted(rescoring)) {
                    publisher.delete(rescoring);
                    log.info("Deleted the rescoring {}", rescoring.key());
                } else {
                    allGone = false;
                }
            }
        }
        return allGone;
    }

    private boolean deleted(Entry<Rescoring> rescoring) {
        try {
            topics.delete(parts.catalogue()
                    .rescoredRoundResults(
                            rescoring.event().getTaskId(), rescoring.event().getName()));
            return true;
        } catch (RuntimeException e) {
            if (Attempts.concernsTheLoop(e)) {
                throw e;
            }
            if (undeletable.add(rescoring.event().getReplayId())) {
                log.warn("The results of rescoring {} cannot be deleted; trying again", rescoring.key(), e);
            }
            return false;
        }
    }

    private void beginWaiting() throws InterruptedException {
        for (Entry<Replay> order : orders.orders()) {
            Optional<Rescoring> known = orders.rescoringOf(order);
            boolean open = known.map(rescoring ->
                            rescoring.getReplayId().equals(order.event().getReplayId())
                                    && rescoring.getStatus() == RescoringStatus.RUNNING)
                    .orElse(true);
            if (open && !jobs.containsKey(order.event().getReplayId()) && !starter.awaitsTask(order.event())) {
                guard(order, () -> begin(order, known));
            }
        }
    }

    /** Does one thing for a rescoring. If it fails, so has the rescoring, or this try of it; the others continue. */
    private void guard(Entry<Replay> order, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (Attempts.concernsTheLoop(e)) {
                throw e;
            }
            UUID replayId = order.event().getReplayId();
            boolean again = parts.attempts().again(replayId, e);
            // What cannot be aborted is no fault of the rescoring's: then the loop restarts.
            transactions.abort();
            end(replayId);
            if (again) {
                log.warn("The rescoring {} is tried again", order.key(), e);
            } else {
                log.error("The rescoring {} cannot continue", order.key(), e);
                publisher.fail(order, Attempts.reason(e));
            }
        }
    }

    private void begin(Entry<Replay> order, Optional<Rescoring> known) {
        Optional<String> refusal = starter.refusal(order.event());
        if (refusal.isPresent()) {
            publisher.fail(order, refusal.get());
        } else if (jobs.size() < parts.limits().atOnce()) {
            jobs.put(
                    order.event().getReplayId(),
                    starter.start(order.event(), known, report -> publisher.publish(order, report)));
        }
    }

    private void pass(Entry<Replay> order, RescoringJob job) {
        Optional<String> refusal = starter.refusal(job.order());
        if (refusal.isPresent()) {
            end(job.order().getReplayId());
            publisher.fail(order, refusal.get());
            return;
        }
        Optional<Rescoring> report = job.pass(transactions);
        if (report.isEmpty()) {
            if (transactions.isOpen()) {
                transactions.commit(consumer);
            }
            return;
        }
        boolean done = report.get().getStatus() == RescoringStatus.DONE;
        if (done || job.hasLasted()) {
            parts.attempts().succeeded(job.order().getReplayId());
        }
        if (done) {
            end(job.order().getReplayId());
        }
        publisher.publish(order, report.get());
        if (done) {
            log.info("The rescoring {} is done: {}", order.key(), report.get());
        }
    }

    /** Stops the job, if it is at work. */
    private void end(UUID replayId) {
        RescoringJob job = jobs.remove(replayId);
        if (job == null) {
            return;
        }
        try {
            job.close();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("The rescoring {} could not be closed in order", replayId, e);
        }
    }

    @SuppressWarnings("ReturnValueIgnored")
    private void pause() throws InterruptedException {
        woken.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeup() {
        woken.countDown();
        consumer.wakeup();
    }

    /** What is not committed is aborted; the next run continues from what is. */
    @Override
    public void close() {
        orders.closing();
        List<AutoCloseable> all = new ArrayList<>();
        all.add(transactions);
        all.addAll(jobs.values());
        all.add(consumer);
        all.add(topics);
        jobs.clear();
        all.forEach(one -> Utils.closeQuietly(one, "a part of the rescorer"));
    }
}

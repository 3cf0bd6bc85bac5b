package io.promptstream.reward.rescoring;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.reward.rescoring.OrderBook.Entry;
import io.promptstream.service.LoopBody;
import io.promptstream.service.PartitionReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the orders of replays that score anew. Whoever is assigned an order's partition follows it; what it has done is
 * in topics and committed offsets, so another instance, or a later life, goes on where it was.
 */
public final class RescorerLoop implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(RescorerLoop.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration AT_WORK = Duration.ofMillis(20);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final RescorerParts parts;
    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final SideResources resources;
    private final OrderBook book;
    private final RescoringStarter starter;
    private final Map<UUID, RescoringJob> jobs = new HashMap<>();
    /** Rescorings that have ended and of which nothing but the results is left. */
    private final Set<UUID> tidy = new HashSet<>();

    private final CountDownLatch woken = new CountDownLatch(1);
    private boolean closed;

    public RescorerLoop(RescorerParts parts) {
        this.parts = parts;
        // The one that may fail comes first, so that nothing is left open then.
        Producer<String, byte[]> producer = parts.clients().transactionalProducer("rescorer");
        this.consumer = parts.clients().consumer(parts.catalogue().prefix() + "rescorer", Map.of());
        this.transactions = new Transactions(producer, consumer);
        Admin admin = parts.clients().admin();
        this.resources = new SideResources(admin, parts.replicationFactor(), parts.stateDir());
        this.starter = new RescoringStarter(parts, resources, transactions);
        this.book = new OrderBook(
                consumer, parts, new PartitionReader(parts.clients()::reader, parts.clients()::admin, parts.clock()));
        resources.deleteState();
        consumer.subscribe(List.of(parts.catalogue().replays().name()), new Rebalances());
    }

    @Override
    public void runOnce() throws InterruptedException {
        if (!parts.tasks().ready()) {
            pause();
            return;
        }
        if (!book.update(jobs.isEmpty() ? IDLE : AT_WORK)) {
            return;
        }
        boolean allGone = deleteWithdrawn();
        tidyUp();
        beginWaiting();
        for (RescoringJob job : List.copyOf(jobs.values())) {
            pass(job);
        }
        if (!allGone) {
            pause();
        }
    }

    /** Deletes the rescorings whose orders are gone; false while one still has to wait for members of its group. */
    private boolean deleteWithdrawn() {
        boolean allGone = true;
        for (Entry<Rescoring> rescoring : book.rescorings()) {
            if (book.orderOf(rescoring).isEmpty()) {
                end(rescoring.event().getReplayId());
                if (resources.deleteAll(SideNames.of(parts.catalogue(), rescoring.event()))) {
                    publish(rescoring.partition(), rescoring.key(), null);
                    book.remove(rescoring.partition(), rescoring.key());
                    log.info("Deleted the rescoring {}", rescoring.key());
                } else {
                    allGone = false;
                }
            }
        }
        return allGone;
    }

    private void tidyUp() {
        for (Entry<Rescoring> rescoring : book.rescorings()) {
            UUID replayId = rescoring.event().getReplayId();
            if (rescoring.event().getStatus() != RescoringStatus.RUNNING && !tidy.contains(replayId)) {
                SideNames names = SideNames.of(parts.catalogue(), rescoring.event());
                if (!resources.leftovers(names) || resources.deleteInternal(names)) {
                    tidy.add(replayId);
                }
            }
        }
    }

    private void beginWaiting() {
        for (Entry<Replay> order : book.orders()) {
            Optional<Rescoring> known = book.rescoringOf(order);
            boolean open = known.map(rescoring ->
                            rescoring.getReplayId().equals(order.event().getReplayId())
                                    && rescoring.getStatus() == RescoringStatus.RUNNING)
                    .orElse(true);
            if (open && !jobs.containsKey(order.event().getReplayId())) {
                begin(order, known);
            }
        }
    }

    private void begin(Entry<Replay> order, Optional<Rescoring> known) {
        Optional<String> refusal = starter.refusal(order.event());
        if (refusal.isPresent()) {
            fail(order, refusal.get());
        } else if (jobs.size() < parts.limits().atOnce()) {
            Optional<RescoringJob> job = starter.start(order.event(), known, report -> tell(order, report));
            job.ifPresent(started -> jobs.put(order.event().getReplayId(), started));
        }
    }

    private void pass(RescoringJob job) {
        Entry<Replay> order = book.orders().stream()
                .filter(entry -> entry.event().getReplayId().equals(job.order().getReplayId()))
                .findAny()
                .orElseThrow();
        Optional<String> refusal = starter.refusal(job.order());
        if (refusal.isPresent()) {
            end(job.order().getReplayId());
            fail(order, refusal.get());
            return;
        }
        Optional<Rescoring> report = job.pass(transactions);
        if (report.isEmpty()) {
            return;
        }
        boolean done = report.get().getStatus() == RescoringStatus.DONE;
        if (done) {
            end(job.order().getReplayId());
        }
        tell(order, report.get());
        if (done) {
            log.info("The rescoring {} is done: {}", order.key(), report.get());
        }
    }

    private void fail(Entry<Replay> order, String message) {
        log.warn("The rescoring {} failed: {}", order.key(), message);
        SideNames names = SideNames.of(parts.catalogue(), order.event());
        tell(order, Reports.failed(order.event(), names, message, parts.clock().instant()));
    }

    private void tell(Entry<Replay> order, Rescoring report) {
        String topic = parts.catalogue().rescorings().name();
        publish(order.partition(), order.key(), parts.codec().encode(topic, report));
        book.put(order.partition(), order.key(), report);
    }

    private void publish(int partition, String key, byte @Nullable [] value) {
        transactions.send(new ProducerRecord<>(parts.catalogue().rescorings().name(), partition, key, value));
        transactions.commit();
    }

    /** Stops the job, if it is at work. */
    private void end(UUID replayId) {
        RescoringJob job = jobs.remove(replayId);
        if (job != null) {
            job.close();
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

    /** What is not committed is aborted; the next life goes on from what is. */
    @Override
    public void close() {
        closed = true;
        try (consumer;
                resources) {
            transactions.close();
            new ArrayList<>(jobs.keySet()).forEach(this::end);
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            book.assign(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Set<Integer> numbers = new HashSet<>();
            partitions.forEach(partition -> numbers.add(partition.partition()));
            for (Entry<Replay> order : book.orders()) {
                if (numbers.contains(order.partition())
                        && jobs.containsKey(order.event().getReplayId())) {
                    end(order.event().getReplayId());
                    resources.deleteState(SideNames.of(parts.catalogue(), order.event()));
                }
            }
            book.revoke(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // While closing, an exception would keep the consumer from leaving its group.
            if (!closed) {
                throw new KafkaException("lost %s to another instance; starting over".formatted(partitions));
            }
        }
    }
}

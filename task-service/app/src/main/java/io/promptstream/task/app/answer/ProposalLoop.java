package io.promptstream.task.app.answer;

import io.promptstream.kafka.LoopBody;
import io.promptstream.schemas.size.RecordSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands proposals to lanes and commits what they have finished, in whatever order. Outputs, dead letters and the offsets of
 * their records become visible together or not at all; the transaction is opened only after the model is done. This thread
 * waits for records and for lanes, never for a model.
 */
final class ProposalLoop implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration UNTIL_READY = Duration.ofMillis(50);
    private static final Logger log = LoggerFactory.getLogger(ProposalLoop.class);

    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final ProposalReader reader;
    private final Lanes lanes;
    private final Outcomes outcomes;
    private final AssignedPartitions partitions;
    private final BooleanSupplier tasksReady;
    private final List<Outcome.Done> results = new ArrayList<>();
    private final CommitPace pace = new CommitPace();
    private long resultBytes;
    private boolean moreToRead;
    private boolean sound;
    private boolean closing;

    /**
     * @param consumer of a group, without subscription; closed with this loop, as are the producer and the lanes
     * @param producer with transactions initialised
     * @param outcomes where the lanes put what they have finished
     * @param tasksReady whether an absent task means that there is none; before that, nothing is read
     */
    ProposalLoop(
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            ProposalReader reader,
            Lanes lanes,
            Outcomes outcomes,
            BooleanSupplier tasksReady,
            String proposals) {
        this.consumer = consumer;
        this.producer = producer;
        this.reader = reader;
        this.lanes = lanes;
        this.outcomes = outcomes;
        this.tasksReady = tasksReady;
        this.partitions = new AssignedPartitions(consumer, lanes::forget);
        consumer.subscribe(List.of(proposals), partitions);
    }

    @Override
    public void runOnce() throws InterruptedException {
        if (!tasksReady.getAsBoolean()) {
            Thread.sleep(UNTIL_READY);
            return;
        }
        sound = false;
        collect();
        if (pace.due(results.size(), resultBytes, moreToRead, System.nanoTime())) {
            commit();
        }
        partitions.steer(lanes.areFull(), lanes.reopen());
        ConsumerRecords<String, byte[]> polled = poll();
        int before = results.size();
        polled.forEach(this::take);
        moreToRead = !polled.isEmpty();
        sound = true;
        if (results.size() > before) {
            // One line for a poll: whoever writes garbage writes a lot of it, and the reasons are with the dead
            // letters.
            log.warn(
                    "{} of {} records are no proposals and are kept as dead letters",
                    results.size() - before,
                    polled.count());
        }
    }

    private void collect() {
        for (Outcome outcome : outcomes.takeAll()) {
            switch (outcome) {
                case Outcome.Done done -> add(done);
                case Outcome.Moved moved -> {
                    Work work = moved.work();
                    if (partitions.have(work.progress()) && !closing) {
                        lanes.move(reader.lane(work), work);
                    }
                }
                case Outcome.Broken broken -> throw broken.cause();
            }
        }
    }

    private void commit() {
        // What belongs to a partition that is gone is answered by who has it now.
        results.removeIf(done -> !partitions.have(done.progress()));
        if (results.isEmpty()) {
            resultBytes = 0;
            return;
        }
        long begin = System.nanoTime();
        // A failure in here ends this loop's life: closing the producer aborts, and the next run reads again what was
        // not committed.
        producer.beginTransaction();
        Set<TopicPartition> touched = new LinkedHashSet<>();
        for (Outcome.Done done : results) {
            producer.send(done.result());
            done.progress().finish(done.record().offset());
            touched.add(AssignedPartitions.of(done.record()));
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        touched.forEach(partition ->
                offsets.put(partition, partitions.progress(partition).commit()));
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        results.forEach(ProposalLoop::report);
        results.clear();
        resultBytes = 0;
        pace.committed(begin, System.nanoTime());
    }

    private void add(Outcome.Done done) {
        results.add(done);
        resultBytes += RecordSize.of(done.record());
    }

    private static void report(Outcome.Done done) {
        try {
            done.whenCommitted().run();
        } catch (RuntimeException e) {
            // It is committed: nothing is lost but a figure.
            log.warn(
                    "{}-{}@{} was not counted",
                    done.record().topic(),
                    done.record().partition(),
                    done.record().offset(),
                    e);
        }
    }

    private ConsumerRecords<String, byte[]> poll() {
        try {
            return consumer.poll(results.isEmpty() && outcomes.mayWait() ? POLL : Duration.ZERO);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } finally {
            outcomes.waited();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        PartitionProgress progress = partitions.progress(AssignedPartitions.of(record));
        if (!progress.isNew(record)) {
            progress.pass(record);
        } else if (progress.isBeyondSpan(record)) {
            progress.putOff(record);
        } else {
            switch (reader.read(record, progress)) {
                case ProposalReader.Read.Bad bad -> {
                    progress.take(record);
                    add(bad.deadLetter());
                }
                case ProposalReader.Read.Good good -> {
                    if (lanes.offer(good.lane(), good.work())) {
                        progress.take(record);
                    } else {
                        progress.putOff(record);
                    }
                }
            }
        }
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    /** Commits what is finished soon, unless this life ends with a failure. */
    @Override
    public void close() {
        if (sound) {
            closing = true;
            try {
                lanes.finish();
                collect();
                commit();
            } catch (RuntimeException e) {
                log.info("What was finished last is answered again: {}", e.toString());
            }
        }
        lanes.close();
        try {
            producer.close();
        } finally {
            consumer.close();
        }
    }
}

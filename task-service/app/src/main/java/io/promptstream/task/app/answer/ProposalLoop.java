package io.promptstream.task.app.answer;

import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.size.RecordSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
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
    private static final Duration UNTIL_READ = Duration.ofMillis(5);
    private static final Logger log = LoggerFactory.getLogger(ProposalLoop.class);

    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final ProposalReader reader;
    private final Lanes lanes;
    private final OutcomeQueue outcomes;
    private final AssignedPartitions partitions;
    private final TaskFinder tasks;
    private final List<Outcome.Done> results = new ArrayList<>();
    private final CommitPace pace = new CommitPace();
    private long resultBytes;
    private boolean moreToRead;
    private boolean sound;
    private boolean closing;
    /** Whether records wait for their tasks to be read. */
    private boolean early;

    /**
     * @param consumer of a group, without subscription; closed with this loop, as are transactions and lanes
     * @param outcomes where the lanes put what they have finished
     * @param tasks until they are ready, nothing is read
     */
    ProposalLoop(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            ProposalReader reader,
            Lanes lanes,
            OutcomeQueue outcomes,
            TaskFinder tasks,
            String proposals) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.reader = reader;
        this.lanes = lanes;
        this.outcomes = outcomes;
        this.tasks = tasks;
        this.partitions = new AssignedPartitions(consumer, this::commitFinished, lanes::forget);
        consumer.subscribe(List.of(proposals), partitions.owned());
    }

    @Override
    public void runOnce() throws InterruptedException {
        sound = false;
        collect();
        if (pace.due(results.size(), resultBytes, moreToRead, System.nanoTime())) {
            commit();
        }
        boolean reopened = lanes.reopen();
        partitions.steer(lanes.areFull(), tasksAreRead() || reopened);
        ConsumerRecords<String, byte[]> polled = poll();
        tasks.polled(polled);
        int before = results.size();
        for (ConsumerRecord<String, byte[]> record : polled) {
            take(record);
        }
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

    /** Whether what was read before its task can be read again; true once. */
    private boolean tasksAreRead() throws InterruptedException {
        if (!early) {
            return false;
        }
        try {
            early = tasks.isCatchingUp();
        } catch (KafkaException e) {
            // Proposals of tasks that are here go on; the others begin another try when they are read again.
            log.warn("Proposals wait for their tasks: {}", e.getMessage());
            early = false;
        }
        return !early;
    }

    private void collect() {
        for (Outcome outcome : outcomes.takeAll()) {
            switch (outcome) {
                case Outcome.Done done -> add(done);
                case Outcome.Moved moved -> {
                    PendingProposal work = moved.work();
                    boolean here = partitions.have(work.progress()) && !closing;
                    if (here && !lanes.offer(reader.lane(work), work)) {
                        work.progress().putBack(work.record());
                    }
                }
                case Outcome.Broken broken -> throw broken.cause();
            }
        }
    }

    /** Before partitions are revoked: what is finished by now is not asked again by who gets them. */
    private void commitFinished() {
        collect();
        commit();
    }

    private void commit() {
        // What belongs to a partition that is gone is answered by who has it now.
        results.removeIf(done -> !partitions.have(done.progress()));
        if (results.isEmpty()) {
            resultBytes = 0;
            return;
        }
        long begin = System.nanoTime();
        Map<TopicPartition, PartitionProgress> touched = new LinkedHashMap<>();
        for (Outcome.Done done : results) {
            transactions.send(done.result());
            transactions.afterCommit(done.whenCommitted());
            done.progress().finish(done.record().offset());
            touched.put(AssignedPartitions.of(done.record()), done.progress());
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        touched.forEach((partition, progress) -> offsets.put(partition, progress.commit()));
        transactions.sendOffsets(offsets, consumer.groupMetadata());
        transactions.commit();
        results.clear();
        resultBytes = 0;
        pace.committed(begin, System.nanoTime());
    }

    private void add(Outcome.Done done) {
        results.add(done);
        resultBytes += RecordSize.of(done.record());
    }

    private ConsumerRecords<String, byte[]> poll() {
        try {
            return consumer.poll(results.isEmpty() && outcomes.mayWait() ? early ? UNTIL_READ : POLL : Duration.ZERO);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } finally {
            outcomes.waited();
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        PartitionProgress progress = partitions.progress(record);
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
                case ProposalReader.Read.Early waits -> {
                    early = true;
                    progress.putOff(record);
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
        partitions.owned().closing();
        try (consumer) {
            transactions.close();
        }
    }
}

package io.promptstream.task.kafka;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.LoopBody;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.ProposalExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers proposals slice by slice. Outputs, dead letters and offsets of a slice become visible together or not at all;
 * the transaction is opened only after the model is done, so that a slow model cannot outlast it.
 */
final class ProposalLoop implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration UNTIL_READY = Duration.ofMillis(50);
    private static final Duration SLICE = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(ProposalLoop.class);

    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final EventCodec codec;
    private final DeadLetters deadLetters;
    private final ProposalExecutor executor;
    private final BooleanSupplier tasksReady;
    private final ExecutionMetrics metrics;
    private final AnswerTraces traces;
    private final String outputs;
    private final PendingRecords pending = new PendingRecords();
    private final SliceSize sliceSize = new SliceSize(SLICE);

    /**
     * @param consumer of a group, without subscription; closed with this loop, as is the producer
     * @param producer with transactions initialised
     * @param tasksReady whether an absent task means that there is none; before that, nothing is read
     */
    ProposalLoop(
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            EventCodec codec,
            DeadLetters deadLetters,
            ProposalExecutor executor,
            BooleanSupplier tasksReady,
            ExecutionMetrics metrics,
            AnswerTraces traces,
            String proposals,
            String outputs) {
        this.consumer = consumer;
        this.producer = producer;
        this.codec = codec;
        this.deadLetters = deadLetters;
        this.executor = executor;
        this.tasksReady = tasksReady;
        this.metrics = metrics;
        this.traces = traces;
        this.outputs = outputs;
        consumer.subscribe(List.of(proposals), pending);
    }

    @Override
    public void runOnce() throws InterruptedException {
        if (!tasksReady.getAsBoolean()) {
            Thread.sleep(UNTIL_READY);
            return;
        }
        fetch();
        List<ConsumerRecord<String, byte[]>> slice = pending.take(sliceSize.current());
        if (slice.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        List<ProducerRecord<String, byte[]>> results = answer(slice);
        sliceSize.took(slice.size(), Duration.ofNanos(System.nanoTime() - start));
        commit(results, nextOffsets(slice));
    }

    /** Polls for more only when nothing is left; otherwise the poll just keeps the membership of the group alive. */
    private void fetch() {
        if (pending.isEmpty()) {
            pending.addAll(consumer.poll(POLL));
        } else {
            consumer.pause(consumer.assignment());
            pending.addAll(consumer.poll(Duration.ZERO));
            consumer.resume(consumer.assignment());
        }
    }

    private List<ProducerRecord<String, byte[]>> answer(List<ConsumerRecord<String, byte[]>> slice)
            throws InterruptedException {
        List<ProducerRecord<String, byte[]>> results = new ArrayList<>(slice.size());
        List<PromptProposal> proposals = new ArrayList<>(slice.size());
        AnswerTraces.Slice traced = traces.slice();
        for (ConsumerRecord<String, byte[]> record : slice) {
            switch (codec.decode(record.topic(), record.value(), PromptProposal.class)) {
                case Decoded.Event<PromptProposal> decoded -> {
                    proposals.add(decoded.event());
                    traced.add(record);
                }
                case Decoded.Unreadable<PromptProposal> bad -> {
                    log.debug(
                            "Unreadable: {}-{}@{}: {}",
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            bad.reason());
                    metrics.unreadable();
                    results.add(deadLetters.of(record, bad.reason(), bad.exceptionClass()));
                }
            }
        }
        if (!results.isEmpty()) {
            // One line for a slice: whoever writes garbage writes a lot of it, and the reasons are with the dead
            // letters.
            log.warn("{} of {} records are no proposals and were kept as dead letters", results.size(), slice.size());
        }
        List<TaskOutput> answers = executor.execute(proposals);
        for (int i = 0; i < answers.size(); i++) {
            TaskOutput output = answers.get(i);
            ProducerRecord<String, byte[]> result =
                    new ProducerRecord<>(outputs, output.getQueryId(), codec.encode(outputs, output));
            TraceContext trace = traced.answered(i, output);
            if (trace != null) {
                trace.writeTo(result.headers());
            }
            results.add(result);
        }
        return results;
    }

    private void commit(List<ProducerRecord<String, byte[]>> results, Map<TopicPartition, OffsetAndMetadata> offsets) {
        // A failure in here ends this loop's life: closing the producer aborts, and the next life reads the slice
        // again.
        producer.beginTransaction();
        results.forEach(producer::send);
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        traces.committed();
    }

    private static Map<TopicPartition, OffsetAndMetadata> nextOffsets(List<ConsumerRecord<String, byte[]>> slice) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : slice) {
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
        }
        return offsets;
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try {
            producer.close();
        } finally {
            consumer.close();
        }
    }
}

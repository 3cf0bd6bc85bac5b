package io.promptstream.task.app.answer;

import static org.awaitility.Awaitility.await;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.CurrentTasks;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.service.tracing.Tracing;
import io.promptstream.task.Events;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.KnownTasks;
import io.promptstream.task.execution.ProposalExecutor;
import io.promptstream.task.execution.RemoteTokenBudget;
import io.promptstream.task.execution.TaskModels;
import io.promptstream.task.execution.Workers;
import io.promptstream.task.local.FakeCausalModel;
import io.promptstream.task.local.GatedModel;
import io.promptstream.task.local.LocalModel;
import io.promptstream.testsupport.LogConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** A loop without a broker, and two local models in lanes of their own: one answers at once, one when it is let. */
final class LoopFixture implements AutoCloseable {
    static final String PROPOSALS = "proposals";
    static final int LARGEST = 2_000_000;
    private static final RecordLimits LIMITS = new RecordLimits(
            Map.of(PROPOSALS, LARGEST, "proposals.dead-letters", LARGEST + 10_000, "outputs", LARGEST));
    static final TopicPartition FIRST = new TopicPartition(PROPOSALS, 0);
    static final TopicPartition SECOND = new TopicPartition(PROPOSALS, 1);

    final GatedModel gate = new GatedModel();
    final KnownTasks tasks = new KnownTasks();
    final LogConsumer consumer = new LogConsumer();
    /** What reading the tasks to their end fails with. */
    @Nullable KafkaException noTasks;

    final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    final Lanes lanes;
    final ProposalLoop loop;
    private final Workers workers = new Workers(2);

    LoopFixture() {
        tasks.put(Events.classification("quick", Events.local("quick"), "sun", "rain"));
        tasks.put(Events.classification("slow", Events.local("slow"), "sun", "rain"));
        ProposalExecutor executor = new ProposalExecutor(
                tasks,
                new TaskModels(
                        Map.of(
                                "quick", new LocalModel("quick", new FakeCausalModel(64)),
                                "slow", new LocalModel("slow", gate)),
                        definition -> {
                            throw new IllegalStateException("no remote model in this test");
                        }),
                workers,
                new RemoteTokenBudget(0),
                ExecutionMetrics.NONE,
                InstantSource.fixed(Events.NOW));
        DeadLetters deadLetters = new DeadLetters("task-service", LIMITS);
        TaskFinder finder = new TaskFinder(new ReadTasks());
        OutcomeQueue outcomes = new OutcomeQueue(consumer::wakeup);
        lanes = new Lanes(
                new SliceAnswering(
                        executor,
                        LoopFixture::encode,
                        LIMITS,
                        deadLetters,
                        ExecutionMetrics.NONE,
                        new AnswerTraces(Tracing.OFF, PROPOSALS),
                        "outputs"),
                outcomes,
                System::nanoTime);
        producer.initTransactions();
        loop = new ProposalLoop(
                consumer,
                new Transactions(producer),
                new ProposalReader(
                        new EventReader<>(LIMITS, LoopFixture::decode, EventReader.Checks.none()),
                        deadLetters,
                        executor,
                        finder,
                        ExecutionMetrics.NONE),
                lanes,
                outcomes,
                finder,
                PROPOSALS);
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    /** What comes late is here as soon as the tasks have been read to their end. */
    private final class ReadTasks implements CurrentTasks {
        @Override
        public Optional<Task> find(String taskId) {
            return tasks.find(taskId);
        }

        @Override
        public CatchUp beginCatchUp() {
            return () -> {
                if (noTasks != null) {
                    throw noTasks;
                }
                tasks.catchUp();
                return true;
            };
        }
    }

    /** Assigns the partitions; what is committed of them stands as it was before. */
    void assign(Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
        consumer.rebalance(partitions);
        if (!committed.isEmpty()) {
            consumer.commitSync(committed);
        }
    }

    void add(TopicPartition partition, long offset, PromptProposal proposal) {
        consumer.addRecord(record(partition, offset, bytes(proposal)));
    }

    void add(TopicPartition partition, long offset, byte @Nullable [] value) {
        consumer.addRecord(record(partition, offset, value));
    }

    /** A record of each task, from the offset on; the offsets are the ids of their proposals. */
    void add(TopicPartition partition, long from, String... taskIds) {
        for (int i = 0; i < taskIds.length; i++) {
            add(partition, from + i, Events.proposal("" + (from + i), taskIds[i], "monday", "sun"));
        }
    }

    private static ConsumerRecord<String, byte[]> record(
            TopicPartition partition, long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                3,
                value == null ? -1 : value.length,
                "key",
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    /** Runs the loop until the assertion holds. */
    void runUntil(ThrowingRunnable assertion) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> {
                    loop.runOnce();
                    assertion.run();
                });
    }

    /** Ids of the proposals whose outputs are committed, in that order. */
    List<String> answered() {
        return producer.history().stream()
                .filter(record -> record.topic().equals("outputs"))
                .map(record -> output(record).getProposalId())
                .toList();
    }

    static TaskOutput output(ProducerRecord<String, byte[]> record) {
        try {
            return TaskOutput.fromByteBuffer(ByteBuffer.wrap(record.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was committed last of every partition. */
    Map<TopicPartition, OffsetAndMetadata> committed() {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        producer.consumerGroupOffsetsHistory().forEach(groups -> groups.values().forEach(committed::putAll));
        return committed;
    }

    static byte[] bytes(PromptProposal proposal) {
        return bytes(proposal::toByteBuffer);
    }

    private static byte[] encode(TaskOutput output) {
        return bytes(output::toByteBuffer);
    }

    private static byte[] bytes(Callable<ByteBuffer> encoding) {
        try {
            ByteBuffer buffer = encoding.call();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Decoded<PromptProposal> decode(ConsumerRecord<String, byte[]> record) {
        try {
            return new Decoded.Event<>(PromptProposal.fromByteBuffer(ByteBuffer.wrap(record.value())));
        } catch (IOException | RuntimeException e) {
            return new Decoded.Unreadable<>("no proposal", e.getClass().getName());
        }
    }

    static String[] times(int count, String taskId) {
        return Collections.nCopies(count, taskId).toArray(String[]::new);
    }

    @Override
    public void close() {
        gate.open();
        loop.close();
        workers.close();
    }
}

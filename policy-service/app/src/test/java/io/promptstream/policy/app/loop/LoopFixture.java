package io.promptstream.policy.app.loop;

import io.promptstream.event.Task;
import io.promptstream.kafka.CurrentTasks;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.LogConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a loop needs where there is no broker: a topic that is read, transactions, and tasks of which some come late. */
public final class LoopFixture {
    public final TopicCatalogue topics = new TopicCatalogue("", 2);
    public final LogConsumer consumer = new LogConsumer();
    public final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    public final Transactions transactions;
    public final EventRecords records = new EventRecords(
            (topic, event) -> encode(event), topics.limits(), new DeadLetters("policy-service", topics.limits()));
    /** Tasks that were read. */
    public final Map<String, Task> tasks = new HashMap<>();
    /** Tasks that the topic has, but that are not read before somebody has them read to the end. */
    public final Map<String, Task> lateTasks = new HashMap<>();

    public final TaskFinder finder = new TaskFinder(new LateTasks());

    public LoopFixture() {
        producer.initTransactions();
        transactions = new Transactions(producer);
    }

    private final class LateTasks implements CurrentTasks {
        @Override
        public Optional<Task> find(String taskId) {
            return Optional.ofNullable(tasks.get(taskId));
        }

        @Override
        public CatchUp beginCatchUp() {
            return () -> {
                tasks.putAll(lateTasks);
                return true;
            };
        }
    }

    /** Assigns the partition, whose log begins at offset 0. */
    public void assign(TopicPartition... partitions) {
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        for (TopicPartition partition : partitions) {
            beginnings.put(partition, 0L);
        }
        consumer.updateBeginningOffsets(beginnings);
        consumer.rebalance(beginnings.keySet());
    }

    public void add(TopicPartition partition, long offset, String key, SpecificRecord event) {
        byte[] value = encode(event);
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty()));
    }

    /** Committed records of a topic, the oldest first. */
    public List<ProducerRecord<String, byte[]>> committed(String topic) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .toList();
    }

    /** The offset that was committed last of a partition, if one was. */
    public Optional<Long> committed(TopicPartition partition) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        producer.consumerGroupOffsetsHistory().forEach(groups -> groups.values().forEach(committed::putAll));
        return Optional.ofNullable(committed.get(partition)).map(OffsetAndMetadata::offset);
    }

    /** Decodes events of the class of another one. */
    public static <T extends SpecificRecord> Function<ConsumerRecord<String, byte[]>, Decoded<T>> decoder(T like) {
        return record -> {
            try {
                return new Decoded.Event<>(event(record.value(), like));
            } catch (UncheckedIOException | AvroRuntimeException e) {
                return new Decoded.Unreadable<>(
                        String.valueOf(e.getMessage()), e.getClass().getName());
            }
        };
    }

    /** The event of these bytes, of the class of another one. */
    public static <T extends SpecificRecord> T event(byte[] value, T like) {
        try {
            return new BinaryMessageDecoder<T>(SpecificData.getForClass(like.getClass()), like.getSchema())
                    .decode(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encode(SpecificRecord event) {
        try {
            ByteBuffer buffer = new BinaryMessageEncoder<SpecificRecord>(
                            SpecificData.getForClass(event.getClass()), event.getSchema())
                    .encode(event);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.promptstream.policy.app.loop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Task;
import io.promptstream.kafka.CurrentTasks;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.PlainEvents;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.LogConsumer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
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

/** What a loop needs where there is no broker: a topic that is read, transactions, and tasks of which some come late. */
public final class LoopFixture {
    public final TopicCatalogue topics = new TopicCatalogue("", 2);
    public final LogConsumer consumer = new LogConsumer();
    public final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    public final Transactions transactions;
    private final EventCodec codec = PlainEvents.codec();
    public final EventRecords records =
            new EventRecords(codec::encode, topics.limits(), new DeadLetters("policy-service", topics.limits()));
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
        byte[] value = codec.encode(partition.topic(), event);
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

    /** Committed events of a topic, the oldest first. */
    public <T extends SpecificRecord> List<T> events(String topic, Class<T> type) {
        return committed(topic).stream()
                .map(record -> ((Decoded.Event<T>) codec.decode(topic, record.value(), type)).event())
                .toList();
    }

    /** Runs a pass whose commit fails, and closes the loop. */
    public void failToCommit(LoopBody loop) {
        producer.commitTransactionException = new KafkaException("no commit");
        assertThatThrownBy(loop::runOnce).hasMessage("no commit");
        producer.commitTransactionException = null;
        loop.close();
    }

    /** Reads events of this class, by these rules. */
    public <T extends SpecificRecord> EventReader<T> reader(Class<T> type, EventReader.Checks<T> checks) {
        return new EventReader<>(topics.limits(), record -> codec.decode(record.topic(), record.value(), type), checks);
    }
}

package io.promptstream.policy.app.loop;

import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.TransactionalMember;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Singleton;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.Consumer;

/** Makes the bodies of loops that read as members of a group and write in transactions. */
@Singleton
public final class LoopBodies {
    private final KafkaClients clients;
    private final TopicCatalogue topics;
    private final EventRecords records;

    LoopBodies(
            KafkaClients clients,
            EventCodec codec,
            TopicCatalogue topics,
            DeadLetters deadLetters,
            RecordLimits limits) {
        this.clients = clients;
        this.topics = topics;
        this.records = new EventRecords(codec::encode, limits, deadLetters);
    }

    /** Makes the records that a body sends. */
    public EventRecords records() {
        return records;
    }

    /**
     * Makes a body with clients of its own.
     *
     * @param purpose name of the group behind the prefix, and of the transactions
     * @param mostRecords that a poll returns
     * @param largestValue in bytes; null is in the place of a larger one
     */
    public LoopBody make(
            String purpose,
            int mostRecords,
            int largestValue,
            BiFunction<Consumer<String, byte[]>, Transactions, ? extends LoopBody> constructor) {
        return new TransactionalMember(topics.prefix() + purpose, purpose, mostRecords, largestValue)
                .open(clients, constructor);
    }
}

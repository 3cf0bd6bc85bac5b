package io.promptstream.task.app.check;

import io.promptstream.event.TaskCheck;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TransactionalMember;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.task.check.ModelCheck;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Makes the loop that checks tasks before they are accepted. */
public final class CheckLoops {
    private static final String NAME = "task-checks";

    /** Bounds the transaction of one poll. */
    private static final int CHECKS_PER_POLL = 50;

    private final KafkaClients clients;
    private final EventCodec codec;
    private final DeadLetters deadLetters;
    private final DeadLetterCounters counters;
    private final TopicCatalogue topics;
    private final InstantSource clock;

    public CheckLoops(
            KafkaClients clients,
            EventCodec codec,
            DeadLetters deadLetters,
            DeadLetterCounters counters,
            TopicCatalogue topics,
            InstantSource clock) {
        this.clients = clients;
        this.codec = codec;
        this.deadLetters = deadLetters;
        this.counters = counters;
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * A loop that is not started.
     *
     * @param check asked for at the beginning of each run of the loop; a failure to make it is the loop's failure
     */
    public ServiceLoop loop(Supplier<ModelCheck> check) {
        return new ServiceLoop(NAME, () -> body(check.get()));
    }

    private LoopBody body(ModelCheck check) {
        return new TransactionalMember(
                        topics.prefix() + "task-service-checks", NAME, CHECKS_PER_POLL, Integer.MAX_VALUE)
                .open(
                        clients,
                        (consumer, transactions) -> new CheckLoop(
                                consumer,
                                transactions,
                                record -> codec.decode(record.topic(), record.value(), TaskCheck.class),
                                new EventRecords(codec::encode, topics.limits(), deadLetters),
                                counters,
                                topics,
                                check,
                                clock));
    }
}

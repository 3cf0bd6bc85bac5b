package io.promptstream.benchmark.replay;

import io.promptstream.benchmark.live.EventLog;
import io.promptstream.event.RoundResult;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.display.CommandException;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The round results of a task, as the live loop has written them. */
final class RecordedRounds {
    /** The version that copies say they were sampled by: so old that the live policy leaves them out at once. */
    private static final long LONG_AGO = -1_000_000_000;

    private final KafkaAccess kafka;
    private final Topic topic;
    private final String taskId;

    RecordedRounds(KafkaAccess kafka, String taskId) {
        this.kafka = kafka;
        this.topic = kafka.topics().roundResults();
        this.taskId = taskId;
    }

    long count() {
        return read().size();
    }

    /** Writes copies of the rounds, under ids of their own, until there are so many. */
    void lengthenTo(int rounds) {
        List<RoundResult> recorded = read();
        if (recorded.isEmpty()) {
            throw new CommandException("The live loop has closed no round: give it more --live-seconds");
        }
        try (KafkaProducer<String, byte[]> producer = kafka.producer();
                EventCodec codec = kafka.codec()) {
            for (int number = recorded.size(); number < rounds; number++) {
                RoundResult copy = RoundResult.newBuilder(recorded.get(number % recorded.size()))
                        .setRoundId(new UUID(taskId.hashCode(), number))
                        .setPolicyVersion(LONG_AGO)
                        .build();
                producer.send(new ProducerRecord<>(topic.name(), taskId, codec.encode(topic.name(), copy)));
            }
            producer.flush();
        }
    }

    private List<RoundResult> read() {
        return EventLog.read(kafka, topic, RoundResult.class).stream()
                .filter(round -> round.getTaskId().equals(taskId))
                .toList();
    }
}

package io.promptstream.reward.app.streams;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** Puts records whose bytes are no event among the dead letters. Made by Kafka Streams. */
public final class UnreadableRecordHandler implements DeserializationExceptionHandler {
    private FailedRecords failed;

    @SuppressWarnings("NullAway.Init") // configure comes before everything else
    public UnreadableRecordHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        failed = FailedRecords.from(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        List<ProducerRecord<byte[], byte[]>> letter = failed.letter(context, record.key(), record.value(), exception);
        return letter.isEmpty() ? Response.fail() : Response.resume(letter);
    }
}

package io.promptstream.reward.app.streams;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/** Puts events that cannot be processed among the dead letters. Made by Kafka Streams. */
public final class UnusableRecordHandler implements ProcessingExceptionHandler {
    private FailedRecords failed;

    @SuppressWarnings("NullAway.Init") // configure comes before everything else
    public UnusableRecordHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        failed = FailedRecords.from(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        List<ProducerRecord<byte[], byte[]>> letter =
                failed.letter(context, context.sourceRawKey(), context.sourceRawValue(), exception);
        return letter.isEmpty() ? Response.fail() : Response.resume(letter);
    }
}

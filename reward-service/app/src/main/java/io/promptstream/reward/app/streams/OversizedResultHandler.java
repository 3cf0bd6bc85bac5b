package io.promptstream.reward.app.streams;

import io.promptstream.schemas.size.OversizedRecordException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a dead letter of a record whose result is too large for its topic. Serializers find that out before anything is
 * sent: a refusal by the broker would abort the transaction, and the next one again. Made by Kafka Streams.
 */
public final class OversizedResultHandler extends DefaultProductionExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(OversizedResultHandler.class);

    private FailedRecords failed;

    @SuppressWarnings("NullAway.Init") // configure comes before everything else
    public OversizedResultHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        failed = FailedRecords.from(configs);
    }

    @Override
    @SuppressWarnings("rawtypes") // As the interface has it.
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        if (!(exception instanceof OversizedRecordException)) {
            return super.handleSerializationError(context, record, exception, origin);
        }
        log.error("A result for key {} is skipped: {}", record.key(), exception.getMessage());
        List<ProducerRecord<byte[], byte[]>> letter =
                failed.letter(context, context.sourceRawKey(), context.sourceRawValue(), exception);
        return Response.resume(letter);
    }
}

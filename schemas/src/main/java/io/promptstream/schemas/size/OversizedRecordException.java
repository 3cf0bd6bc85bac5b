package io.promptstream.schemas.size;

/** A record is larger than its topic takes. No Kafka exception: the record is at fault, not the brokers. */
public final class OversizedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final long bytes;
    private final int limit;

    /**
     * @param bytes size of the record, uncompressed
     * @param limit the largest size that the topic takes
     */
    public OversizedRecordException(String topic, long bytes, int limit) {
        super("the record for %s has %d bytes, uncompressed; write at most %d".formatted(topic, bytes, limit));
        this.topic = topic;
        this.bytes = bytes;
        this.limit = limit;
    }

    public String topic() {
        return topic;
    }

    public long bytes() {
        return bytes;
    }

    public int limit() {
        return limit;
    }
}

package io.promptstream.schemas.topic;

import java.util.List;

/** A topic exists with settings that contradict the catalogue. */
public final class TopicMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Mismatch> mismatches;

    /**
     * One setting that is not as it should be.
     *
     * @param setting Kafka's name of it, or {@code partitions}
     */
    public record Mismatch(String topic, String setting, String expected, String found) {

        @Override
        public String toString() {
            return topic + ": " + setting + " should be " + expected + " but is " + found;
        }
    }

    public TopicMismatchException(List<Mismatch> mismatches) {
        super("Topics contradict the catalogue: "
                + String.join("; ", mismatches.stream().map(Mismatch::toString).toList())
                + ". Change the topics with kafka-configs or kafka-topics, or use another topic prefix."
                + " What retention.ms of queries, prompt-proposals, task-outputs, feedback and scoring-notes should be is set by"
                + " PROMPTSTREAM_EVENT_RETENTION, such as P7D");
        this.mismatches = List.copyOf(mismatches);
    }

    public List<Mismatch> mismatches() {
        return mismatches;
    }
}

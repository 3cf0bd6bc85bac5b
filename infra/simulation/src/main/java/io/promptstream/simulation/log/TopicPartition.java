package io.promptstream.simulation.log;

/** A partition by its topic's name and its number. */
public record TopicPartition(String topic, int partition) {
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}

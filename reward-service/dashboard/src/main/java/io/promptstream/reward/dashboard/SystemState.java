package io.promptstream.reward.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How services and topics are.
 *
 * @param deadLetters records in the topics of dead letters; of old ones, which are not read, offsets
 */
public record SystemState(
        List<ServiceState> services, List<TopicState> topics, List<GroupState> groups, long deadLetters) {
    static final SystemState UNKNOWN = new SystemState(List.of(), List.of(), List.of());

    /** Without dead letters, which only a reader of their topics can count: offsets are taken by markers as well. */
    public SystemState(List<ServiceState> services, List<TopicState> topics, List<GroupState> groups) {
        this(services, topics, groups, 0);
    }

    public SystemState {
        services = List.copyOf(services);
        topics = List.copyOf(topics);
        groups = List.copyOf(groups);
    }

    /** @param counts by the topic that they are on */
    SystemState withDeadLetters(Map<String, Long> counts) {
        return new SystemState(
                services,
                topics.stream()
                        .map(topic -> topic.withDeadLetters(counts.getOrDefault(topic.deadLetterTopic(), 0L)))
                        .toList(),
                groups,
                counts.values().stream().mapToLong(Long::longValue).sum());
    }

    /** How a part of the system is. */
    public enum Health {
        UP,
        /** It works, but not as declared. */
        DEGRADED,
        /** A service does not answer or is not ready; a topic is missing, or some partition of it has no leader. */
        DOWN,
        /** Nobody can tell, as while the broker does not answer. */
        UNKNOWN
    }

    /**
     * One service.
     *
     * @param detail for people
     * @param url where it answers, if that is known
     */
    public record ServiceState(
            String name,
            Health status,
            String detail,
            @Nullable String url,
            @Nullable Instant checkedAt) {}

    /**
     * One topic of events.
     *
     * @param deadLetterTopic where records of it go that cannot be processed
     * @param detail what is wrong, for people; empty where nothing is
     * @param offsets given so far, over all partitions that answer, to records and to markers of transactions
     * @param perSecond offsets given a second since the last look
     * @param deadLetters counted as {@link SystemState#deadLetters()}
     */
    public record TopicState(
            String name,
            String deadLetterTopic,
            Health status,
            String detail,
            @Nullable Long offsets,
            @Nullable Double perSecond,
            long deadLetters) {

        /** Without dead letters. */
        public TopicState(
                String name,
                String deadLetterTopic,
                Health status,
                String detail,
                @Nullable Long offsets,
                @Nullable Double perSecond) {
            this(name, deadLetterTopic, status, detail, offsets, perSecond, 0);
        }

        private TopicState withDeadLetters(long count) {
            return new TopicState(name, deadLetterTopic, status, detail, offsets, perSecond, count);
        }
    }

    /**
     * What one consumer group has yet to read of one topic.
     *
     * @param state of the group, as Kafka names it
     */
    public record GroupState(String group, String topic, long lag, int members, String state) {}
}

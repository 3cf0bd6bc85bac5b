package io.promptstream.reward.dashboard;

import java.time.Instant;
import java.util.List;
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

    SystemState withDeadLetters(long count) {
        return new SystemState(services, topics, groups, count);
    }

    /**
     * One service.
     *
     * @param status {@code UP}, {@code DOWN} or {@code UNKNOWN}
     * @param detail for people
     * @param url where it answers, if that is known
     */
    public record ServiceState(
            String name,
            String status,
            String detail,
            @Nullable String url,
            @Nullable Instant checkedAt) {}

    /**
     * One topic of events.
     *
     * @param offsets given so far, over all partitions, to records and to markers of transactions
     * @param perSecond offsets given a second since the last look
     */
    public record TopicState(String name, long offsets, double perSecond) {}

    /**
     * What one consumer group has yet to read of one topic.
     *
     * @param state of the group, as Kafka names it
     */
    public record GroupState(String group, String topic, long lag, int members, String state) {}
}

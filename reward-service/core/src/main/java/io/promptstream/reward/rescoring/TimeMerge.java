package io.promptstream.reward.rescoring;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Brings the records of several partitions into the order of their times. Within a partition they keep their order, and of
 * two partitions with the same time the one that was named first comes first.
 *
 * @param <P> identifies a partition
 * @param <R> a record
 */
public final class TimeMerge<P, R> {
    private final Map<P, Lane<R>> lanes = new LinkedHashMap<>();
    private final ToLongFunction<R> time;

    private static final class Lane<R> {
        private final Deque<R> records = new ArrayDeque<>();
        private boolean ended;
    }

    public TimeMerge(Collection<P> partitions, ToLongFunction<R> time) {
        partitions.forEach(partition -> lanes.put(partition, new Lane<>()));
        this.time = time;
    }

    public void add(P partition, R record) {
        lane(partition).records.add(record);
    }

    /** Nothing more comes from the partition. */
    public void end(P partition) {
        lane(partition).ended = true;
    }

    /** Records of the partition that are not taken yet. */
    public int waiting(P partition) {
        return lane(partition).records.size();
    }

    /** The record of the partition that comes next, if it is there. */
    public Optional<R> head(P partition) {
        return Optional.ofNullable(lane(partition).records.peek());
    }

    /** Whether every partition has ended and all of it was taken. */
    public boolean finished() {
        return lanes.values().stream().allMatch(lane -> lane.ended && lane.records.isEmpty());
    }

    /** Takes the earliest record; empty while a partition may still bring an earlier one. */
    public Optional<R> next() {
        Lane<R> earliest = null;
        long least = Long.MAX_VALUE;
        for (Lane<R> lane : lanes.values()) {
            R head = lane.records.peek();
            if (head == null) {
                if (!lane.ended) {
                    return Optional.empty();
                }
            } else if (earliest == null || time.applyAsLong(head) < least) {
                earliest = lane;
                least = time.applyAsLong(head);
            }
        }
        return earliest == null ? Optional.empty() : Optional.of(earliest.records.remove());
    }

    private Lane<R> lane(P partition) {
        @Nullable Lane<R> lane = lanes.get(partition);
        if (lane == null) {
            throw new IllegalArgumentException(partition + " is none of " + lanes.keySet());
        }
        return lane;
    }
}

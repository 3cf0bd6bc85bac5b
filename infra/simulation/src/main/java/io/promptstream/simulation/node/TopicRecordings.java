package io.promptstream.simulation.node;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.replay.EventLog;
import io.promptstream.policy.replay.Recorded;
import io.promptstream.policy.replay.Recordings;
import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.PartitionLog;
import io.promptstream.simulation.log.TopicPartition;
import java.time.Instant;
import java.util.Optional;

/** What the log has recorded of one task. */
public record TopicRecordings(Broker broker, int partition) implements Recordings {
    /** Of the task. */
    public static TopicRecordings of(Broker broker, String taskId) {
        return new TopicRecordings(broker, broker.partitionOf(taskId));
    }

    @Override
    public String roundResults() {
        return Topics.ROUND_RESULTS;
    }

    /** Nothing is rescored here. */
    @Override
    public String rescored(String replay) {
        return Topics.ROUND_RESULTS + "." + replay;
    }

    @Override
    public Optional<Instant> rescoringBegan(String replay) {
        return Optional.empty();
    }

    @Override
    public Bounds rounds(String topic) {
        return bounds(topic);
    }

    @Override
    public Bounds history() {
        return bounds(Topics.HISTORY);
    }

    private Bounds bounds(String topic) {
        return new Bounds(0, log(topic).stableEnd());
    }

    private PartitionLog log(String topic) {
        return broker.log(new TopicPartition(topic, partition));
    }

    @Override
    public EventLog<RoundResult> rounds(String topic, Bounds range) {
        return new Reading<>(log(topic), range, RoundResult.class);
    }

    @Override
    public EventLog<PolicyEvent> history(Bounds range) {
        return new Reading<>(log(Topics.HISTORY), range, PolicyEvent.class);
    }

    private static final class Reading<T> implements EventLog<T> {
        private final PartitionLog log;
        private final Class<T> type;
        private final long end;
        private long position;

        private Reading(PartitionLog log, Bounds range, Class<T> type) {
            this.log = log;
            this.type = type;
            this.position = range.begin();
            this.end = range.end();
        }

        @Override
        public Optional<Recorded<T>> next() {
            LogRecord next = log.next(position);
            if (next == null || next.offset() >= end) {
                position = Math.min(end, log.stableEnd());
                return Optional.empty();
            }
            position = next.offset() + 1;
            return Optional.of(new Recorded<>(next.offset(), next.key(), Optional.ofNullable(type.cast(next.value()))));
        }

        @Override
        public boolean ended() {
            return position >= end;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}

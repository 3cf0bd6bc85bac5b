package io.promptstream.simulation.node;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.round.CatchUps;
import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.PartitionLog;
import io.promptstream.simulation.log.TopicPartition;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** History and round results of one partition, as they are committed now. */
record RecordedPartition(Broker broker, int number) implements CatchUps.Recorded {
    @Override
    public void steps(long from, Predicate<String> tasks, Consumer<PolicyEvent> each) {
        read(Topics.HISTORY, from, tasks, event -> each.accept((PolicyEvent) event));
    }

    @Override
    public void rounds(long from, Predicate<String> tasks, Consumer<RoundResult> each) {
        read(Topics.ROUND_RESULTS, from, tasks, event -> each.accept((RoundResult) event));
    }

    private void read(String topic, long from, Predicate<String> tasks, Consumer<Object> each) {
        PartitionLog log = broker.log(new TopicPartition(topic, number));
        for (LogRecord record = log.next(from); record != null; record = log.next(record.offset() + 1)) {
            if (tasks.test(record.key())) {
                each.accept(Objects.requireNonNull(record.value()));
            }
        }
    }
}

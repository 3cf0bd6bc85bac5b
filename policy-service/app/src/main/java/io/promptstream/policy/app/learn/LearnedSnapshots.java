package io.promptstream.policy.app.learn;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.policy.app.snapshots.SnapshotLoader;
import io.promptstream.policy.round.CatchUp;
import io.promptstream.policy.round.CatchUps;
import io.promptstream.policy.round.LearnedTasks;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The policies of a partition as they were committed last: their snapshots, and what was learned after these, learned again.
 * Ask for them after the group's offsets were: so what the learner before has committed is waited for.
 */
final class LearnedSnapshots implements LearnedTasks.Stored {
    private final SnapshotLoader snapshots;
    private final PartitionReader reader;
    private final EventCodec codec;
    private final TopicCatalogue topics;
    private final PolicySteps steps;
    private final IntToLongFunction nextRound;

    /** @param nextRound offset of the round result that is learned next, by partition */
    LearnedSnapshots(
            SnapshotLoader snapshots,
            PartitionReader reader,
            EventCodec codec,
            TopicCatalogue topics,
            PolicySteps steps,
            IntToLongFunction nextRound) {
        this.snapshots = snapshots;
        this.reader = reader;
        this.codec = codec;
        this.topics = topics;
        this.steps = steps;
        this.nextRound = nextRound;
    }

    @Override
    public Map<String, CatchUp.Result> policies(int partition) throws InterruptedException {
        return CatchUps.of(snapshots.load(partition), steps, new Partition(partition));
    }

    private final class Partition implements CatchUps.Recorded {
        private final int number;

        private Partition(int number) {
            this.number = number;
        }

        @Override
        public void steps(long from, Predicate<String> tasks, Consumer<PolicyEvent> each) throws InterruptedException {
            reader.readFrom(
                    new TopicPartition(topics.policyHistory().name(), number),
                    from,
                    tasks,
                    record -> decoded(record, PolicyEvent.class).ifPresent(each));
        }

        @Override
        public void rounds(long from, Predicate<String> tasks, Consumer<RoundResult> each) {
            TopicPartition rounds = new TopicPartition(topics.roundResults().name(), number);
            reader.readRange(rounds, from, nextRound.applyAsLong(number), record -> {
                if (record.key() != null && tasks.test(record.key())) {
                    decoded(record, RoundResult.class).ifPresent(each);
                }
            });
        }
    }

    private <T extends SpecificRecord> Optional<T> decoded(ConsumerRecord<String, byte[]> record, Class<T> type) {
        return switch (codec.decode(record.topic(), record.value(), type)) {
            case Decoded.Event<T> decoded -> Optional.of(decoded.event());
            case Decoded.Unreadable<T> unreadable -> Optional.empty();
        };
    }

    @Override
    public Optional<PolicySnapshot> candidate(int partition, String key) throws InterruptedException {
        return snapshots.candidate(partition, key);
    }
}

package io.promptstream.policy.app.learn;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.policy.app.snapshots.SnapshotLoader;
import io.promptstream.policy.round.CatchUp;
import io.promptstream.policy.round.LearnedTasks;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
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
    public Map<String, PolicySnapshot> load(int partition) throws InterruptedException {
        return snapshots.load(partition);
    }

    @Override
    public Map<String, CatchUp.Result> policies(int partition) throws InterruptedException {
        Map<String, CatchUp> policies = new HashMap<>();
        snapshots.load(partition).forEach((taskId, snapshot) -> policies.put(taskId, new CatchUp(snapshot, steps)));
        TopicPartition history = new TopicPartition(topics.policyHistory().name(), partition);
        OptionalLong firstStep = first(policies, PolicySnapshot::getNextStep);
        if (firstStep.isPresent()) {
            reader.readFrom(
                    history,
                    firstStep.getAsLong(),
                    policies::containsKey,
                    record -> decoded(record, PolicyEvent.class)
                            .filter(event -> event.getKind() == PolicyEventKind.LEARNED)
                            .ifPresent(event -> policy(policies, record).step(event)));
        }
        policies.values().stream()
                .filter(CatchUp::isBehind)
                .map(CatchUp::nextRound)
                .min(Long::compare)
                .ifPresent(first -> learn(policies, partition, first, nextRound.applyAsLong(partition)));
        Map<String, CatchUp.Result> results = new HashMap<>();
        policies.forEach((taskId, policy) -> results.put(taskId, policy.result()));
        return results;
    }

    private void learn(Map<String, CatchUp> policies, int partition, long first, long end) {
        reader.readRange(new TopicPartition(topics.roundResults().name(), partition), first, end, record -> {
            if (record.key() != null && policies.containsKey(record.key())) {
                decoded(record, RoundResult.class).ifPresent(policy(policies, record)::round);
            }
        });
    }

    private static CatchUp policy(Map<String, CatchUp> policies, ConsumerRecord<String, byte[]> record) {
        CatchUp policy = policies.get(record.key());
        if (policy == null) {
            throw new IllegalStateException("no policy of task " + record.key());
        }
        return policy;
    }

    private static OptionalLong first(Map<String, CatchUp> policies, Function<PolicySnapshot, Optional<Long>> offset) {
        return policies.values().stream()
                .flatMap(policy -> offset.apply(policy.saved()).stream())
                .mapToLong(Long::longValue)
                .min();
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

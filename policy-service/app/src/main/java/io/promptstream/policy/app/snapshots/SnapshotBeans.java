package io.promptstream.policy.app.snapshots;

import io.micronaut.context.annotation.Factory;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.UnreadableRecords;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.round.FollowedSnapshots;
import io.promptstream.policy.round.PolicyFollower;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Wires what is known of snapshots. */
@Factory
final class SnapshotBeans {
    /** Weights of live policies that are kept in memory; 80 of the usual size. */
    private static final long MOST_SNAPSHOT_BYTES = 64L << 20;
    /** A round may have four mebibytes. */
    private static final int RECORDS_AT_ONCE = 8;

    private final KafkaClients clients;
    private final EventCodec codec;
    private final TopicCatalogue topics;

    SnapshotBeans(KafkaClients clients, EventCodec codec, TopicCatalogue topics) {
        this.clients = clients;
        this.codec = codec;
        this.topics = topics;
    }

    @Singleton
    KeyedEvents<PolicySnapshot> snapshotEvents() {
        return new KeyedEvents<>(codec, PolicySnapshot.class, "taskId", CandidateKeys::of);
    }

    @Singleton
    SnapshotCache snapshotCache() {
        return new SnapshotCache(MOST_SNAPSHOT_BYTES);
    }

    @Singleton
    CompactedTopic<SnapshotEntry> snapshotTopic(
            KeyedEvents<PolicySnapshot> events, SnapshotCache whole, UnreadableRecords unreadable) {
        return new CompactedTopic<>(
                "snapshots",
                topics.policySnapshots().name(),
                clients::reader,
                new SnapshotIndex(events, whole),
                unreadable);
    }

    @Singleton
    FollowedSnapshots followedSnapshots() {
        return new FollowedSnapshots();
    }

    @Singleton
    @Named("follower")
    ServiceComponent followerLoop(
            SnapshotCache whole, FollowedSnapshots followed, FrozenLanguageModel model, Clock clock) {
        return new ServiceLoop(
                "follower",
                () -> new PolicyFollowerLoop(
                        clients.reader(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE)),
                        reader(PolicyEvent.class),
                        reader(RoundResult.class),
                        topics,
                        new PolicyFollower(
                                new PolicySteps(new Policies(model), clock), whole::saved, followed::hasLearned),
                        followed,
                        System::nanoTime));
    }

    private <T extends SpecificRecord> EventReader<T> reader(Class<T> type) {
        return new EventReader<>(
                topics.limits(),
                record -> codec.decode(record.topic(), record.value(), type),
                EventReader.Checks.none());
    }

    @Singleton
    Snapshots snapshots(
            CompactedTopic<SnapshotEntry> topic,
            SnapshotCache whole,
            FollowedSnapshots followed,
            KeyedEvents<PolicySnapshot> events) {
        return new Snapshots(
                topic,
                whole,
                followed,
                new SnapshotRecords(
                        () -> clients.reader(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1)),
                        events,
                        topics.policySnapshots().name()));
    }
}

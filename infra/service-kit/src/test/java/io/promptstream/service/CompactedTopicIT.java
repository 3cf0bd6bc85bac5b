package io.promptstream.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.Query;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.kafka.ComponentHealth;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.DeadLetteredRecords;
import io.promptstream.kafka.EndOffsetBarrier;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.UnreadableRecords;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithKafka
class CompactedTopicIT {
    private static final byte[] GARBAGE = "garbage".getBytes(UTF_8);

    private final TestPlatform platform;
    private final EventCodec codec;
    private final List<CompactedTopic<Query>> started = new ArrayList<>();

    CompactedTopicIT(KafkaEnvironment kafka) {
        this.platform = TestPlatform.of(kafka);
        this.codec = platform.codec();
    }

    @AfterEach
    void stop() {
        started.forEach(CompactedTopic::stop);
        codec.close();
    }

    @Test
    void showsTheNewestEventOfEachKeyOnceItHasCaughtUp() {
        // Given
        String topic = platform.createTopic(2);
        write(topic, "a", "first");
        write(topic, "b", "deleted");
        write(topic, "a", "second");
        write(topic, "c", "only");
        delete(topic, "b");
        CompactedTopic<Query> queries = topic(topic, platform.clients()::reader, new Recorded());
        assertThat(queries.ready()).isFalse();
        assertThat(queries.all()).isEmpty();

        // When
        start(queries);

        // Then
        assertThat(text(queries, "a")).contains("second");
        assertThat(queries.all()).extracting(Query::getText).containsExactlyInAnyOrder("second", "only");
        assertThat(queries.health()).isEqualTo(ComponentHealth.working("2 keys in " + topic));
    }

    @Test
    void followsUpdatesAndDeletions() {
        // Given
        String topic = platform.createTopic(1);
        CompactedTopic<Query> queries = start(topic(topic, platform.clients()::reader, new Recorded()));
        assertThat(queries.all()).isEmpty();

        // When
        write(topic, "a", "first");
        write(topic, "b", "deleted");
        write(topic, "a", "second");
        delete(topic, "b");
        write(topic, "end", "end");

        // Then
        waiting().untilAsserted(() -> assertThat(text(queries, "end")).isPresent());
        assertThat(text(queries, "a")).contains("second");
        assertThat(queries.find("b")).isEmpty();
    }

    @Test
    void aReadBarrierIsPassedWhenEverythingCommittedBeforeItIsRead() throws InterruptedException {
        // Given
        String topic = platform.createTopic(2);
        CompactedTopic<Query> queries = start(topic(topic, platform.clients()::reader, new Recorded()));
        try (EndOffsetBarrier barrier = new EndOffsetBarrier(platform.clients()::admin, topic, 2, queries::hasRead)) {
            for (int i = 0; i < 20; i++) {
                // When
                write(topic, "key-" + i, "text");
                await().until(barrier.begin()::isOver);

                // Then
                assertThat(text(queries, "key-" + i)).contains("text");
            }
            await().until(barrier.begin()::isOver);
        }
    }

    @Test
    void keepsWhatHoldsNoEventOnceThoughItIsReadAtEveryStart() {
        // Given
        String topic = platform.createTopic(1);
        write(topic, "a", "good");
        platform.kafka().produce(topic, "a", GARBAGE);
        platform.kafka().produce(topic, "foreign", codec.encode(topic, TestPlatform.query("b", "misplaced")));
        write(topic, "c", "behind");

        // When
        runOnce(topic);
        runOnce(topic);
        platform.kafka().produce(topic, "a", GARBAGE);
        CompactedTopic<Query> queries = runOnce(topic);

        // Then
        assertThat(text(queries, "a")).contains("good");
        assertThat(text(queries, "c")).contains("behind");
        assertThat(queries.find("b")).isEmpty();
        assertThat(queries.find("foreign")).isEmpty();
        List<String> reasons = platform.reasons(topic, 3);
        assertThat(reasons)
                .hasSize(3)
                .filteredOn(reason -> reason.contains("key"))
                .containsExactly("The key is \"foreign\" but the queryId is \"b\": write the queryId as key");
        assertThat(platform.kafka().consumeAll(DeadLetters.topicOf(topic)))
                .hasSize(3)
                .filteredOn(letter -> letter.key().equals("a"))
                .allSatisfy(letter -> assertThat(letter.value()).isEqualTo(GARBAGE));
    }

    @Test
    void showsNoEarlierStateWhileItReadsAgainAfterAFailure() {
        // Given a reader that takes one record at a time, so that the garbage is reported before the second event is
        // read
        String topic = platform.createTopic(1);
        write(topic, "a", "first");
        platform.kafka().produce(topic, "garbage", GARBAGE);
        write(topic, "a", "second");
        List<Optional<String>> seen = new CopyOnWriteArrayList<>();
        List<CompactedTopic<Query>> self = new ArrayList<>();
        Recorded unreadable = new Recorded() {
            @Override
            public void report(List<Unreadable> records) {
                super.report(records);
                seen.add(text(self.getFirst(), "a"));
                if (offsets.size() == 2) {
                    throw new IllegalStateException("cannot be kept now");
                }
            }
        };
        self.add(topic(topic, this::oneByOne, unreadable));
        CompactedTopic<Query> queries = start(self.getFirst());

        // When
        platform.kafka().produce(topic, "garbage", GARBAGE);

        // Then
        waiting().untilAsserted(() -> assertThat(unreadable.offsets).containsExactly(1L, 3L, 1L, 3L));
        assertThat(seen)
                .containsExactly(Optional.empty(), Optional.of("second"), Optional.of("second"), Optional.of("second"));
        assertThat(queries.ready()).isTrue();
    }

    /** One run of a service that owns the topic. */
    private CompactedTopic<Query> runOnce(String topic) {
        KafkaClients clients = platform.clients();
        DeadLetteredRecords unreadable = new DeadLetteredRecords(
                clients,
                platform.topics(),
                new DeadLetters("test-service", RecordLimits.none()),
                new DeadLetterCounters(platform.registry()));
        CompactedTopic<Query> queries = start(topic(topic, clients::reader, unreadable));
        queries.stop();
        unreadable.close();
        return queries;
    }

    private CompactedTopic<Query> topic(
            String topic, Supplier<Consumer<String, byte[]>> readers, UnreadableRecords unreadable) {
        return new CompactedTopic<>(
                "queries",
                topic,
                readers,
                new KeyedEvents<>(codec, Query.class, "queryId", Query::getQueryId),
                unreadable);
    }

    /** Starts it and returns when it has caught up. */
    private CompactedTopic<Query> start(CompactedTopic<Query> queries) {
        queries.start();
        started.add(queries);
        waiting().untilAsserted(() -> assertThat(queries.health().working()).isTrue());
        return queries;
    }

    private Consumer<String, byte[]> oneByOne() {
        return platform.clients()
                .consumer(
                        platform.configuration().topicPrefix() + "unused",
                        Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1));
    }

    private void write(String topic, String id, String text) {
        platform.kafka().produce(topic, id, codec.encode(topic, TestPlatform.query(id, text)));
    }

    private void delete(String topic, String id) {
        platform.kafka().produce(List.of(new ProducerRecord<>(topic, id, null)));
    }

    private static Optional<String> text(CompactedTopic<Query> queries, String id) {
        return queries.find(id).map(Query::getText);
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofMinutes(1));
    }

    private static class Recorded implements UnreadableRecords {
        final List<Long> offsets = new CopyOnWriteArrayList<>();

        @Override
        public void report(List<Unreadable> records) {
            records.forEach(unreadable -> offsets.add(unreadable.record().offset()));
        }
    }
}

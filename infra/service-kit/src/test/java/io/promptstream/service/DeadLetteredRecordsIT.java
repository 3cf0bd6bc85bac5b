package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.DeadLetteredRecords;
import io.promptstream.kafka.UnreadableRecords.Unreadable;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithKafka
class DeadLetteredRecordsIT {
    private final TestPlatform platform;
    private final DeadLetteredRecords records;
    private String topic = "";

    DeadLetteredRecordsIT(KafkaEnvironment kafka) {
        this.platform = TestPlatform.of(kafka);
        this.records = newProcess();
    }

    @BeforeEach
    void createTopic() {
        topic = platform.createTopic(2);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void remembersEachPartitionByItself() {
        // When
        records.report(List.of(unreadable(0, 5), unreadable(1, 2)));
        records.report(List.of(unreadable(0, 5), unreadable(1, 2), unreadable(1, 3)));
        records.report(List.of(unreadable(0, 5)));

        // Then
        assertThat(letters()).containsExactlyInAnyOrder("0@5", "1@2", "1@3");
    }

    @Test
    void remembersBeyondItsOwnLife() {
        // Given
        records.report(List.of(unreadable(0, 5)));
        records.close();

        // When
        DeadLetteredRecords restarted = newProcess();
        restarted.report(List.of(unreadable(0, 5), unreadable(0, 6)));
        restarted.close();

        // Then
        assertThat(letters()).containsExactlyInAnyOrder("0@5", "0@6");
    }

    @Test
    void severalInstancesReportEachRecordOnce() {
        // Given
        DeadLetteredRecords other = newProcess();
        records.report(List.of(unreadable(0, 5)));

        // When each takes over from the other
        other.report(List.of(unreadable(0, 5), unreadable(0, 6)));
        records.report(List.of(unreadable(0, 5), unreadable(0, 6), unreadable(0, 7)));
        other.report(List.of(unreadable(0, 7)));
        other.close();

        // Then
        assertThat(letters()).containsExactlyInAnyOrder("0@5", "0@6", "0@7");
    }

    private DeadLetteredRecords newProcess() {
        return new DeadLetteredRecords(
                platform.clients(),
                platform.topics(),
                new DeadLetters("test-service", RecordLimits.none()),
                new DeadLetterCounters(platform.registry()));
    }

    private Unreadable unreadable(int partition, long offset) {
        return new Unreadable(
                new ConsumerRecord<>(topic, partition, offset, partition + "@" + offset, new byte[] {1}),
                "is no event");
    }

    /** Keys of the dead letters that are committed. */
    private List<String> letters() {
        return platform.kafka().consumeAll(DeadLetters.topicOf(topic)).stream()
                .map(ConsumerRecord::key)
                .toList();
    }
}

package io.promptstream.task.app.answer;

import static io.promptstream.task.app.answer.FinishedOffsets.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress(0, new TreeSet<>());

    @Test
    void commitsTheFirstUnfinishedOffsetAndNotesTheOthers() {
        // Given
        take(10, 11, 12, 13);

        // When
        finish(11, 13);

        // Then
        OffsetAndMetadata commit = progress.commit();
        assertThat(commit.offset()).isEqualTo(10);
        assertThat(FinishedOffsets.read(10, commit.metadata())).hasValue(new TreeSet<>(List.of(11L, 13L)));

        // When
        finish(10, 12);

        // Then
        assertThat(progress.commit().offset()).isEqualTo(14);
        assertThat(progress.commit().metadata()).isEmpty();
    }

    @Test
    void skipsGapsBetweenRecords() {
        // Given
        take(10, 400);

        // When
        finish(10);

        // Then
        assertThat(progress.commit().offset()).isEqualTo(400);
    }

    @Test
    void knowsWhatWasFinishedBefore() {
        // Given
        PartitionProgress taken = new PartitionProgress(5, new TreeSet<>(List.of(6L, 8L)));

        // When / Then
        assertThat(taken.isNew(record(5))).isTrue();
        assertThat(taken.isNew(record(6))).isFalse();
        assertThat(taken.isNew(record(7))).isTrue();
        assertThat(taken.isNew(record(8))).isFalse();
    }

    @Test
    void forgetsWhatWasFinishedInATopicThatWasRecreated() {
        // Given
        PartitionProgress taken = new PartitionProgress(5, new TreeSet<>(List.of(6L, 8L)));

        // When / Then
        assertThat(taken.isNew(record(0))).isTrue();
        taken.take(record(0));
        assertThat(taken.isNew(record(6))).isTrue();
    }

    @Test
    void neverCommitsBeyondWhatWasPutOff() {
        // Given
        take(10);
        progress.putOff(record(11));
        take(12);

        // When
        finish(10, 12);

        // Then
        assertThat(progress.commit().offset()).isEqualTo(11);
        assertThat(progress.takeUp()).hasValue(11);
        assertThat(progress.isNew(record(11))).isTrue();
        assertThat(progress.isNew(record(12))).isFalse();
        assertThat(progress.takeUp()).isEmpty();
        assertThat(progress.commit().offset()).isEqualTo(11);
        take(11);
        progress.pass(record(12));
        finish(11);
        assertThat(progress.commit().offset()).isEqualTo(13);
    }

    @Test
    void whatIsPutBackIsReadAgain() {
        // Given
        take(10, 11, 12);

        // When
        progress.putBack(record(11));
        finish(10, 12);

        // Then
        assertThat(progress.commit().offset()).isEqualTo(11);
        assertThat(progress.takeUp()).hasValue(11);
        assertThat(progress.isNew(record(11))).isTrue();
    }

    @Test
    void isFullWhenTheFirstUnfinishedRecordIsFarBehind() {
        // Given
        take(0);
        LongStream.range(1, SPAN).forEach(offset -> {
            take(offset);
            finish(offset);
        });

        // When / Then
        assertThat(progress.isBeyondSpan(record(SPAN - 1))).isFalse();
        assertThat(progress.isBeyondSpan(record(SPAN))).isTrue();
        progress.putOff(record(SPAN));
        assertThat(progress.isFull()).isTrue();
        assertThat(progress.hasRoomAgain()).isFalse();
        assertThat(progress.commit().metadata()).isNotEmpty();

        // When
        finish(0);

        // Then
        assertThat(progress.hasRoomAgain()).isTrue();
        assertThat(progress.takeUp()).hasValue(SPAN);
        assertThat(progress.isFull()).isFalse();
        assertThat(progress.commit().offset()).isEqualTo(SPAN);
    }

    private void take(long... offsets) {
        LongStream.of(offsets).forEach(offset -> progress.take(record(offset)));
    }

    private void finish(long... offsets) {
        LongStream.of(offsets).forEach(progress::finish);
    }

    private static ConsumerRecord<String, byte[]> record(long offset) {
        return new ConsumerRecord<>("proposals", 0, offset, "key", new byte[0]);
    }
}

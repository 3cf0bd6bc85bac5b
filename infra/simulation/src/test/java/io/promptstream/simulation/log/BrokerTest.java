package io.promptstream.simulation.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BrokerTest {
    private static final TopicPartition OUT = new TopicPartition("out", 0);

    private long millis;
    private final Broker broker = new Broker(1, () -> millis);
    private final Group group = broker.group("group", List.of("in"));

    @Test
    void recordsAndOffsetsOfATransactionCountTogetherOrNotAtAll() {
        // Given
        Member member = new Member();
        Producer producer = broker.producer("id");
        broker.append("in", "key", "read");
        member.poll();

        // When
        producer.send("out", "key", "aborted");
        producer.sendOffsets(group, member.consumer.member(), member.consumer.positions());
        producer.abort();
        broker.markAll();

        // Then
        assertThat(values()).isEmpty();
        assertThat(group.committed(new TopicPartition("in", 0))).hasValue(0);

        // When
        producer.send("out", "key", "committed");
        producer.sendOffsets(group, member.consumer.member(), member.consumer.positions());
        producer.commit(/* marksAtOnce= */ true);

        // Then
        assertThat(values()).containsExactly("committed");
        assertThat(group.committed(new TopicPartition("in", 0))).hasValue(1);
    }

    @Test
    void nobodyReadsBehindAnOpenTransaction() {
        // Given
        Producer producer = broker.producer("id");
        producer.send("out", "key", "open");
        broker.append("out", "key", "behind");

        // When, Then
        assertThat(values()).isEmpty();

        // When
        millis += 30_000;
        broker.timePassed();

        // Then
        assertThat(values()).containsExactly("behind");
        assertThatThrownBy(() -> producer.send("out", "key", "more")).isInstanceOf(FencedException.class);
    }

    @Test
    void anOffsetIsNotKnownWhileATransactionMayChangeIt() {
        // Given
        Member member = new Member();
        Producer producer = broker.producer("id");
        broker.append("in", "key", "read");
        member.poll();
        producer.send("out", "key", "written");
        producer.sendOffsets(group, member.consumer.member(), member.consumer.positions());

        // When the end is decided, and the markers are missing
        producer.commit(/* marksAtOnce= */ false);

        // Then
        assertThat(group.committed(new TopicPartition("in", 0))).isEmpty();
        assertThat(values()).isEmpty();

        // When
        broker.mark(1);

        // Then
        assertThat(group.committed(new TopicPartition("in", 0))).hasValue(1);
        assertThat(values()).isEmpty();
    }

    @Test
    void whoeverTakesATransactionalIdFencesTheOneBefore() {
        // Given
        Producer before = broker.producer("id");
        before.send("out", "key", "of the one before");

        // When
        Producer next = broker.producer("id");
        next.send("out", "key", "of the next");
        next.commit(/* marksAtOnce= */ true);

        // Then
        assertThat(values()).containsExactly("of the next");
        assertThatThrownBy(() -> before.send("out", "key", "late")).isInstanceOf(FencedException.class);
    }

    @Test
    void aMemberThatWasGivenUpIsFenced() {
        // Given
        Member silent = new Member();
        broker.append("in", "key", "read");
        silent.poll();
        group.dies(silent.consumer.member());
        Member next = new Member();

        // When
        millis += 5_999;
        broker.timePassed();

        // Then
        assertThat(next.poll()).isEmpty();

        // When
        millis += 1;
        broker.timePassed();

        // Then
        assertThat(next.poll()).containsExactly("read");
        assertThatThrownBy(() ->
                        broker.producer("id").sendOffsets(group, silent.consumer.member(), silent.consumer.positions()))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(silent::poll).isInstanceOf(FencedException.class);
    }

    @Test
    void aPartitionChangesHandsOnlyWhenItsOwnerHasLetGo() {
        // Given
        Broker two = new Broker(2, () -> millis);
        Group shared = two.group("group", List.of("in"));
        Member first = new Member(two, shared);
        first.poll();

        // When
        Member second = new Member(two, shared);
        second.poll();

        // Then
        assertThat(second.owned).isEmpty();

        // When
        first.poll();
        second.poll();

        // Then
        assertThat(first.revoked).hasSize(1).isEqualTo(second.owned);
    }

    private List<Object> values() {
        return broker.log(OUT).committed().stream().map(LogRecord::value).toList();
    }

    private final class Member implements Consumer.Listener {
        private final Consumer consumer;
        private final Set<Integer> owned = new TreeSet<>();
        private final Set<Integer> revoked = new TreeSet<>();

        private Member() {
            this(broker, group);
        }

        private Member(Broker of, Group in) {
            consumer = new Consumer(of, in, this);
        }

        private List<Object> poll() {
            return consumer.poll(10, choices -> 0).stream()
                    .map(LogRecord::value)
                    .toList();
        }

        @Override
        public void revoked(Set<Integer> partitions) {
            revoked.addAll(partitions);
        }

        @Override
        public void assigned(Set<Integer> partitions) {
            owned.addAll(partitions);
        }

        @Override
        public boolean isReady(int partition) {
            return true;
        }
    }
}

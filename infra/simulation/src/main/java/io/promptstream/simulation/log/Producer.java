package io.promptstream.simulation.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transactional producer. A transaction begins with the first record or offset. */
public final class Producer {
    private final Broker broker;
    private final String transactionalId;
    private final int epoch;
    private @Nullable Transaction open;

    Producer(Broker broker, String transactionalId, int epoch) {
        this.broker = broker;
        this.transactionalId = transactionalId;
        this.epoch = epoch;
    }

    public boolean isOpen() {
        return open != null;
    }

    /** Sends to the partition that the key leads to. */
    public void send(String topic, String key, @Nullable Object value) {
        send(new TopicPartition(topic, broker.partitionOf(key)), key, value, Map.of());
    }

    public void send(TopicPartition partition, String key, @Nullable Object value, Map<String, String> headers) {
        broker.log(partition).append(transaction(), key, value, headers);
    }

    /**
     * Sends positions of a group's member.
     *
     * @throws FencedException if the group has given up the member
     */
    public void sendOffsets(Group group, long member, Map<TopicPartition, Long> positions) {
        group.check(member);
        transaction().consumed(group, positions);
    }

    /** As Kafka takes them from a producer that names its group and no member: nobody is fenced. */
    public void sendOffsets(Group group, Map<TopicPartition, Long> positions) {
        transaction().consumed(group, positions);
    }

    /** Decides that the transaction counts. Its markers follow at once, or one by one by {@link Broker#mark}. */
    public void commit(boolean marksAtOnce) {
        Transaction decided = transaction();
        broker.decide(decided, /* commits= */ true);
        open = null;
        if (marksAtOnce) {
            broker.mark(decided);
        }
    }

    public void abort() {
        Transaction present = open;
        open = null;
        if (present != null && present.state() == Transaction.State.OPEN) {
            broker.decide(present, /* commits= */ false);
            broker.mark(present);
        }
    }

    private Transaction transaction() {
        Transaction present = open;
        if (present == null) {
            present = broker.begin(transactionalId, epoch);
            open = present;
        }
        broker.check(transactionalId, epoch, present);
        return present;
    }
}

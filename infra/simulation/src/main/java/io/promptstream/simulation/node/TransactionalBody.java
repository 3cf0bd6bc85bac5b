package io.promptstream.simulation.node;

import io.promptstream.simulation.log.Consumer;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.Producer;
import io.promptstream.simulation.schedule.Commit;
import io.promptstream.simulation.schedule.Step;
import java.util.List;
import java.util.Set;

/**
 * One run of a loop of a group. What it publishes and the offsets of what it read for it are
 * one transaction, which takes in one pass or several.
 */
public abstract class TransactionalBody implements Body, Consumer.Listener {
    protected final Surroundings around;
    protected final Producer producer;
    protected final Consumer consumer;
    private boolean uncommitted;

    protected TransactionalBody(Surroundings around, List<String> topics) {
        this.around = around;
        this.producer = around.producer();
        this.consumer = around.consumer(topics, this);
    }

    @Override
    public void turn(Step.Turn turn) {
        List<LogRecord> records = consumer.poll(turn.most(), turn.choice());
        uncommitted |= !records.isEmpty();
        handle(records, turn.most());
        finish(turn.commit());
    }

    @Override
    public final void finish(Commit how) {
        if (how != Commit.LATER && (uncommitted || producer.isOpen())) {
            commit(how);
        }
    }

    /**
     * Computes what comes of the records; they may be none.
     *
     * @param most records, of whatever kind, that a pass deals with
     */
    protected abstract void handle(List<LogRecord> records, int most);

    /** Has the next commit commit the positions, even where nothing is sent. */
    protected void touch() {
        uncommitted = true;
    }

    /** Sends what goes with the commit. */
    protected void beforeCommit() {}

    /** Takes note of the commit. */
    protected void committed() {}

    protected final void commit(Commit how) {
        around.coverage().count("commit " + how);
        if (how == Commit.CRASH_BEFORE) {
            throw new CrashException();
        }
        beforeCommit();
        sendOffsets();
        switch (how) {
            case CRASH_IN -> throw new CrashException();
            case REFUSED -> throw new CommitException("the broker refused the commit");
            case SLOWLY -> producer.commit(/* marksAtOnce= */ false);
            case LATER, NOW, CRASH_BEFORE, CRASH_AFTER, ACKNOWLEDGEMENT_LOST ->
                producer.commit(/* marksAtOnce= */ true);
        }
        if (how == Commit.CRASH_AFTER) {
            throw new CrashException();
        }
        if (how == Commit.ACKNOWLEDGEMENT_LOST) {
            throw new CommitException("the commit was not answered in time");
        }
        uncommitted = false;
        committed();
    }

    /** The broker refuses them where the group has given up the member. */
    protected void sendOffsets() {
        producer.sendOffsets(consumer.group(), consumer.member(), consumer.positions());
    }

    /** What is open is committed while its partitions are still this member's. */
    @Override
    public void revoked(Set<Integer> partitions) {
        around.coverage().count("partitions revoked");
        commitWhatIsOpen();
    }

    protected final void commitWhatIsOpen() {
        finish(Commit.NOW);
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        // They are read from the offsets that the group has.
    }

    @Override
    public boolean isReady(int partition) {
        return true;
    }

    /** Aborts what is open and leaves the group. */
    @Override
    public void close() {
        producer.abort();
        consumer.close();
    }

    /** Nobody hears of this member any more. */
    @Override
    public void die() {
        consumer.group().dies(consumer.member());
    }

    @Override
    public int size() {
        return 0;
    }
}

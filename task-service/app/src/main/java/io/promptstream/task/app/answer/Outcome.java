package io.promptstream.task.app.answer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What came of a record. */
sealed interface Outcome {
    /**
     * It is done once its result is committed.
     *
     * @param result an output or a dead letter
     * @param whenCommitted counts it, and whatever else may be said of it only then
     */
    record Done(
            ConsumerRecord<String, byte[]> record,
            PartitionProgress progress,
            ProducerRecord<String, byte[]> result,
            Runnable whenCommitted)
            implements Outcome {}

    /** Its lane is another one now. */
    record Moved(PendingProposal work) implements Outcome {}

    /** The lane could not work, through no fault of a record's. */
    record Broken(RuntimeException cause) implements Outcome {}
}

package io.promptstream.task.app.answer;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Role;
import io.promptstream.schemas.size.RecordSize;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A proposal on its way from its record to its output.
 *
 * @param progress of its partition, at the time when the record was read
 */
record PendingProposal(ConsumerRecord<String, byte[]> record, PromptProposal proposal, PartitionProgress progress) {

    /** Whether somebody waits for the answer. */
    boolean serves() {
        return proposal.getProvenance().getRole() == Role.SERVE;
    }

    /** Size of the record, uncompressed. */
    long bytes() {
        return RecordSize.of(record);
    }
}

package io.promptstream.task.app.answer;

import io.promptstream.event.PromptProposal;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.LaneKey;
import io.promptstream.task.execution.ProposalExecutor;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns records into work, each with its lane. What is no proposal becomes a dead letter. */
final class ProposalReader {
    private static final Logger log = LoggerFactory.getLogger(ProposalReader.class);

    private final Function<ConsumerRecord<String, byte[]>, Decoded<PromptProposal>> decoder;
    private final RecordLimits limits;
    private final DeadLetters deadLetters;
    private final ProposalExecutor executor;
    private final TaskFinder tasks;
    private final ExecutionMetrics metrics;

    /** @param decoder throws a {@code RegistryException} if the registry is away */
    ProposalReader(
            Function<ConsumerRecord<String, byte[]>, Decoded<PromptProposal>> decoder,
            RecordLimits limits,
            DeadLetters deadLetters,
            ProposalExecutor executor,
            TaskFinder tasks,
            ExecutionMetrics metrics) {
        this.decoder = decoder;
        this.limits = limits;
        this.deadLetters = deadLetters;
        this.executor = executor;
        this.tasks = tasks;
        this.metrics = metrics;
    }

    /** What a record turned out to be. */
    sealed interface Read {
        record Good(Work work, LaneKey lane) implements Read {}

        /** Its task, or the revision that it was made under, may still come: it is to be read again. */
        record Early() implements Read {}

        record Bad(Outcome.Done deadLetter) implements Read {}
    }

    /** @throws io.promptstream.schemas.registry.RegistryException if the registry is away */
    Read read(ConsumerRecord<String, byte[]> record, PartitionProgress progress) throws InterruptedException {
        try {
            limits.check(record);
        } catch (OversizedRecordException e) {
            return bad(record, progress, DeadLetterReason.TOO_LARGE, e.getMessage(), null);
        }
        return switch (decoder.apply(record)) {
            case Decoded.Event<PromptProposal> decoded -> {
                Work work = new Work(record, decoded.event(), progress);
                yield isEarly(work) ? new Read.Early() : new Read.Good(work, lane(work));
            }
            case Decoded.Unreadable<PromptProposal> bad ->
                bad(record, progress, DeadLetterReason.UNREADABLE, bad.reason(), bad.exceptionClass());
        };
    }

    private boolean isEarly(Work work) throws InterruptedException {
        PromptProposal proposal = work.proposal();
        return executor.mayStillArrive(proposal)
                && tasks.find(
                                work.record(),
                                proposal.getTaskId(),
                                proposal.getProvenance().getTaskRevision())
                        instanceof TaskFinder.Finding.Pending;
    }

    private Read.Bad bad(
            ConsumerRecord<String, byte[]> record,
            PartitionProgress progress,
            DeadLetterReason reason,
            @Nullable String words,
            @Nullable String exceptionClass) {
        log.debug("{}: {}-{}@{}: {}", reason, record.topic(), record.partition(), record.offset(), words);
        return new Read.Bad(new Outcome.Done(
                record,
                progress,
                deadLetters.of(record, String.valueOf(words), exceptionClass),
                () -> metrics.deadLetter(reason)));
    }

    /** Where the work belongs, as the tasks are now. */
    LaneKey lane(Work work) {
        return executor.laneOf(work.proposal());
    }
}

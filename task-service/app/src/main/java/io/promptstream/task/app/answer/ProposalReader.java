package io.promptstream.task.app.answer;

import io.promptstream.event.PromptProposal;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.Rejection;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.LaneKey;
import io.promptstream.task.execution.ProposalExecutor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns records into work, each with its lane. What is no proposal becomes a dead letter. */
final class ProposalReader {
    private static final Logger log = LoggerFactory.getLogger(ProposalReader.class);

    private final EventReader<PromptProposal> reader;
    private final DeadLetters deadLetters;
    private final ProposalExecutor executor;
    private final TaskFinder tasks;
    private final ExecutionMetrics metrics;

    ProposalReader(
            EventReader<PromptProposal> reader,
            DeadLetters deadLetters,
            ProposalExecutor executor,
            TaskFinder tasks,
            ExecutionMetrics metrics) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.executor = executor;
        this.tasks = tasks;
        this.metrics = metrics;
    }

    /** What a record turned out to be. */
    sealed interface Read {
        record Good(PendingProposal work, LaneKey lane) implements Read {}

        /** Its task, or the revision that it was made under, may still come: it is to be read again. */
        record Early() implements Read {}

        record Bad(Outcome.Done deadLetter) implements Read {}
    }

    /** @throws io.promptstream.schemas.registry.RegistryException if the registry is unavailable */
    Read read(ConsumerRecord<String, byte[]> record, PartitionProgress progress) throws InterruptedException {
        return switch (reader.read(record)) {
            case EventReader.Result.Event<PromptProposal> good -> {
                PendingProposal work = new PendingProposal(record, good.event(), progress);
                yield isEarly(work) ? new Read.Early() : new Read.Good(work, lane(work));
            }
            case EventReader.Result.Rejected<PromptProposal> bad -> bad(record, progress, bad.rejection());
        };
    }

    private boolean isEarly(PendingProposal work) throws InterruptedException {
        PromptProposal proposal = work.proposal();
        return executor.mayStillArrive(proposal)
                && tasks.find(
                                work.record(),
                                proposal.getTaskId(),
                                proposal.getProvenance().getTaskRevision())
                        instanceof TaskFinder.Finding.Pending;
    }

    private Read.Bad bad(ConsumerRecord<String, byte[]> record, PartitionProgress progress, Rejection rejection) {
        log.debug("{}-{}@{}: {}", record.topic(), record.partition(), record.offset(), rejection);
        return new Read.Bad(new Outcome.Done(
                record,
                progress,
                deadLetters.of(record, rejection.message(), rejection.exceptionClass()),
                () -> metrics.deadLetter(rejection.reason())));
    }

    /** Where the work belongs, as the tasks are now. */
    LaneKey lane(PendingProposal work) {
        return executor.laneOf(work.proposal());
    }
}

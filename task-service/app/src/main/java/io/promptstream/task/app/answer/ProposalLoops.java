package io.promptstream.task.app.answer;

import io.promptstream.event.PromptProposal;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.kafka.TransactionalMember;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.tracing.Tracing;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.ProposalExecutor;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** Makes the loop that answers proposals. */
public final class ProposalLoops {
    private static final String NAME = "proposals";

    /** Each may be as large as the topic allows, and all of them are in memory before the first is looked at. */
    private static final int RECORDS_PER_POLL = 32;

    private final KafkaClients clients;
    private final EventCodec codec;
    private final DeadLetters deadLetters;
    private final TopicCatalogue topics;
    private final TaskDirectory tasks;
    private final ExecutionMetrics metrics;
    private final Tracing tracing;

    public ProposalLoops(
            KafkaClients clients,
            EventCodec codec,
            DeadLetters deadLetters,
            TopicCatalogue topics,
            TaskDirectory tasks,
            ExecutionMetrics metrics,
            Tracing tracing) {
        this.clients = clients;
        this.codec = codec;
        this.deadLetters = deadLetters;
        this.topics = topics;
        this.tasks = tasks;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    /**
     * A loop that is not started.
     *
     * @param executor asked for at the beginning of each run of the loop; a failure to make it is the loop's failure
     * @param board where the loop's lanes are shown
     */
    public ServiceLoop loop(Supplier<ProposalExecutor> executor, LaneView board) {
        return ServiceLoop.onceReady(NAME, tasks::ready, () -> body(executor.get(), board));
    }

    private LoopBody body(ProposalExecutor executor, LaneView board) {
        return new TransactionalMember(
                        topics.prefix() + "task-service",
                        NAME,
                        RECORDS_PER_POLL,
                        topics.promptProposals().largestRecordBytes())
                .open(clients, (consumer, transactions) -> body(executor, board, consumer, transactions));
    }

    private LoopBody body(
            ProposalExecutor executor, LaneView board, Consumer<String, byte[]> consumer, Transactions transactions) {
        String proposals = topics.promptProposals().name();
        String outputs = topics.taskOutputs().name();
        SliceAnswering answering = new SliceAnswering(
                executor,
                output -> codec.encode(outputs, output),
                topics.limits(),
                deadLetters,
                metrics,
                new AnswerTraces(tracing, proposals),
                outputs);
        OutcomeQueue finished = new OutcomeQueue(consumer::wakeup);
        Lanes lanes = new Lanes(answering, finished, System::nanoTime);
        board.show(lanes::states);
        TaskFinder finder = new TaskFinder(tasks);
        ProposalReader reader = new ProposalReader(
                new EventReader<>(
                        topics.limits(),
                        record -> codec.decode(record.topic(), record.value(), PromptProposal.class),
                        EventReader.Checks.none()),
                deadLetters,
                executor,
                finder,
                metrics);
        return new ProposalLoop(consumer, transactions, reader, lanes, finished, finder, proposals);
    }
}

package io.promptstream.task.kafka;

import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.KafkaClients;
import io.promptstream.service.LoopBody;
import io.promptstream.service.ServiceLoop;
import io.promptstream.service.tracing.Tracing;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.ProposalExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;

/** Makes the loop that answers proposals. */
public final class ProposalLoops {
    private static final String NAME = "proposals";

    /** One poll; the next is fetched while it is answered. */
    private static final int RECORDS_PER_POLL = 1000;

    /** Covers the longest slice: the remote batch timeout and the local models' work. */
    private static final Duration LONGEST_SLICE = Duration.ofMinutes(15);

    private final KafkaClients clients;
    private final EventCodec codec;
    private final DeadLetters deadLetters;
    private final TopicCatalogue topics;
    private final BooleanSupplier tasksReady;
    private final ExecutionMetrics metrics;
    private final Tracing tracing;

    /** @param tasksReady whether an absent task means that there is none */
    public ProposalLoops(
            KafkaClients clients,
            EventCodec codec,
            DeadLetters deadLetters,
            TopicCatalogue topics,
            BooleanSupplier tasksReady,
            ExecutionMetrics metrics,
            Tracing tracing) {
        this.clients = clients;
        this.codec = codec;
        this.deadLetters = deadLetters;
        this.topics = topics;
        this.tasksReady = tasksReady;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    /**
     * A loop that is not started.
     *
     * @param executor asked for at the beginning of each life of the loop; a failure to make it is the loop's failure
     */
    public ServiceLoop loop(Supplier<ProposalExecutor> executor) {
        return new ServiceLoop(NAME, () -> body(executor.get()));
    }

    private LoopBody body(ProposalExecutor executor) {
        Producer<String, byte[]> producer = clients.transactionalProducer(NAME);
        try {
            Consumer<String, byte[]> consumer = clients.consumer(
                    topics.prefix() + "task-service",
                    Map.of(
                            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                            RECORDS_PER_POLL,
                            ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                            Math.toIntExact(LONGEST_SLICE.toMillis())));
            return new ProposalLoop(
                    consumer,
                    producer,
                    codec,
                    deadLetters,
                    executor,
                    tasksReady,
                    metrics,
                    new AnswerTraces(tracing, topics.promptProposals().name()),
                    topics.promptProposals().name(),
                    topics.taskOutputs().name());
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }
}

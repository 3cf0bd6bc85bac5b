package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.CurrentTasks.CatchUp;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.app.streams.EventSerdes;
import io.promptstream.reward.app.streams.IsolatedErrors;
import io.promptstream.reward.rescoring.RescoringFold;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;

/** Begins rescorings and continues with those that were begun. */
final class RescoringStarter {
    private static final int RECORDS_A_POLL = 1_000;
    private static final String TOPIC_NAME = "[a-zA-Z0-9._-]{1,249}";

    private final RescorerParts parts;
    private final ResultsTopic topics;
    private final PartitionReader partitions;
    /** Readings of the tasks for orders whose task is not there. */
    private final Map<UUID, CatchUp> catchUps = new HashMap<>();

    RescoringStarter(RescorerParts parts, ResultsTopic topics, PartitionReader partitions) {
        this.parts = parts;
        this.topics = topics;
        this.partitions = partitions;
    }

    /**
     * Whether the order's task may still come: it travels on another topic, so the order may overtake it. Does not wait.
     *
     * @throws KafkaException if reading the tasks takes too long
     */
    boolean awaitsTask(Replay order) throws InterruptedException {
        if (parts.tasks().find(order.getTaskId()).isPresent()
                || catchUps.computeIfAbsent(
                                order.getReplayId(), id -> parts.tasks().beginCatchUp())
                        .isOver()) {
            catchUps.remove(order.getReplayId());
            return false;
        }
        return true;
    }

    /** Why the order cannot be followed, if so. */
    Optional<String> refusal(Replay order) {
        if (order.getFromOffset().isPresent() || order.getToOffset().isPresent()) {
            return Optional.of("fromOffset and toOffset are offsets of round results, which a rescoring does not read;"
                    + " give fromTime and toTime");
        }
        String results = results(order).name();
        if (!results.matches(TOPIC_NAME)) {
            return Optional.of(
                    "\"%s\" cannot name a topic; write letters, digits, '.', '_' and '-', at most 249 of them"
                            .formatted(results));
        }
        if (parts.tasks().find(order.getTaskId()).isEmpty()) {
            return Optional.of("there is no task " + order.getTaskId() + "; put it first");
        }
        return Optional.empty();
    }

    /**
     * Starts an order that is not refused: from the start of its range, which stays what it was when it was begun.
     *
     * @param known what was published under the order's key
     * @param told takes what is to be published when the rescoring is begun
     */
    RescoringJob start(Replay order, Optional<Rescoring> known, Consumer<Rescoring> told) {
        Optional<Rescoring> begun =
                known.filter(rescoring -> rescoring.getReplayId().equals(order.getReplayId()));
        if (begun.isPresent() && begun.get().getRange().isEmpty()) {
            throw new IllegalStateException("it was begun by an older version; withdraw the replay and order it again");
        }
        Task task = RescoringFold.rescored(
                parts.tasks().find(order.getTaskId()).orElseThrow(),
                order.getReward().orElseThrow());
        Instant startedAt =
                begun.map(Rescoring::getStartedAt).orElseGet(() -> parts.clock().instant());
        org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer =
                parts.clients().reader(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL));
        try {
            RecordedRange range = begun.map(rescoring -> RecordedRange.of(rescoring.getRange(), rescoring.getSince()))
                    .orElseGet(() -> new RangeFinder(
                                    consumer, parts.sources(), parts.catalogue().eventRetention())
                            .find(order, memory(task, order), startedAt));
            Set<UUID> written = new HashSet<>();
            if (begun.isPresent()) {
                // Whoever deleted it meanwhile gets all results again.
                topics.ensure(results(order));
                written.addAll(written(order));
            } else {
                // First: it is refused where the group has removed this member, whose place another has taken.
                told.accept(Reports.of(parts.catalogue(), order, RescoringStatus.RUNNING, startedAt, startedAt)
                        .setRecordsInRange(range.records())
                        .setSince(range.since().orElse(null))
                        .setRange(range.toEvent())
                        .build());
                topics.begin(results(order));
            }
            return job(order, task, range, startedAt, consumer, written);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private RescoringJob job(
            Replay order,
            Task task,
            RecordedRange range,
            Instant startedAt,
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
            Set<UUID> written) {
        SourceReader sources = new SourceReader(parts.codec(), parts.sources());
        RangeReader reader = new RangeReader(consumer, sources, range);
        Deserializer<TaskOutput> deserializer = EventSerdes.of(
                        parts.codec(), parts.catalogue().limits())
                .outputs()
                .deserializer();
        Function<byte[], TaskOutput> outputs =
                bytes -> deserializer.deserialize(parts.sources().outputs(), bytes);
        LocalState state = new LocalState(
                parts.stateDir().resolve(order.getReplayId().toString()),
                parts.limits().cacheBytes());
        RescoringFold fold = new RescoringFold(
                task,
                parts.reward().scoring(),
                parts.reward().closedRoundRetention(),
                state.stores(outputs),
                IsolatedErrors::isolate);
        return new RescoringJob(
                parts,
                order,
                results(order),
                range,
                startedAt,
                sources,
                reader,
                outputs,
                state,
                fold,
                written,
                new RateLimiter(parts.nanos(), recordsPerSecond(order)));
    }

    /** Rounds whose results earlier runs have written. */
    private Set<UUID> written(Replay order) {
        Topic results = results(order);
        Set<UUID> rounds = new HashSet<>();
        try {
            for (int partition = 0; partition < results.partitions(); partition++) {
                partitions.read(new TopicPartition(results.name(), partition), key -> true, record -> {
                    if (parts.codec().decode(results.name(), record.value(), RoundResult.class)
                            instanceof Decoded.Event<RoundResult> decoded) {
                        rounds.add(decoded.event().getRoundId());
                    }
                });
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return rounds;
    }

    Topic results(Replay order) {
        return parts.catalogue().rescoredRoundResults(order.getTaskId(), order.getName());
    }

    private Duration memory(Task rescored, Replay order) {
        Tasks one = taskId -> Optional.of(rescored);
        return one.retention(order.getTaskId(), parts.reward().queryRetention());
    }

    private double recordsPerSecond(Replay order) {
        double configured = parts.limits().recordsPerSecond();
        return order.getRecordsPerSecond()
                .filter(ordered -> ordered > 0 && ordered < configured)
                .orElse(configured);
    }
}

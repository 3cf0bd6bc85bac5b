package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.Task;
import io.promptstream.reward.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Begins rescorings and continues with those that were begun. */
final class RescoringStarter {
    private static final int RECORDS_A_POLL = 1_000;
    private static final String TOPIC_NAME = "[a-zA-Z0-9._-]{1,249}";

    private final RescorerParts parts;
    private final SideResources resources;
    private final Transactions transactions;
    private final SideStreamsFactory streams;

    RescoringStarter(RescorerParts parts, SideResources resources, Transactions transactions) {
        this.parts = parts;
        this.resources = resources;
        this.transactions = transactions;
        this.streams = new SideStreamsFactory(parts);
    }

    /** Why the order cannot be followed, if so. */
    Optional<String> refusal(Replay order) {
        if (order.getFromOffset().isPresent() || order.getToOffset().isPresent()) {
            return Optional.of("fromOffset and toOffset are offsets of round results, which a rescoring does not read;"
                    + " give fromTime and toTime");
        }
        String results = SideNames.of(parts.catalogue(), order).results().name();
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
     * Starts the recorder and the streams of an order that is not refused.
     *
     * @param known what was published under the order's key
     * @param told takes what is to be published when the rescoring starts over
     * @return empty while something of an earlier try is in the way; ask again
     */
    Optional<RescoringJob> start(Replay order, Optional<Rescoring> known, Consumer<Rescoring> told) {
        Task task = parts.tasks().find(order.getTaskId()).orElseThrow();
        SideNames names = SideNames.of(parts.catalogue(), order);
        Map<String, Object> overrides = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
        KafkaConsumer<String, byte[]> consumer = parts.clients().consumer(names.recorderGroup(), "recorder", overrides);
        try {
            Optional<Map<TopicPartition, OffsetAndMetadata>> offsets =
                    known.isPresent() ? committed(consumer) : Optional.empty();
            Instant startedAt = known.map(Rescoring::getStartedAt).orElseGet(parts.clock()::instant);
            if (offsets.isEmpty()) {
                if (!resources.deleteAll(names)) {
                    consumer.close();
                    return Optional.empty();
                }
                startedAt = parts.clock().instant();
                resources.create(names);
                offsets = Optional.of(new RangeFinder(
                                consumer, parts.sources(), parts.catalogue().eventRetention())
                        .find(order, memory(task, order), startedAt));
                transactions.offsets(consumer.groupMetadata(), offsets.get());
                told.accept(Reports.of(order, names, RescoringStatus.RUNNING, startedAt, startedAt)
                        .build());
            }
            if (!resources.hasRecording(names)) {
                throw new IllegalStateException("its recording "
                        + names.recording().name() + " is gone; withdraw the replay and order it again");
            }
            Recorder recorder = new Recorder(
                    consumer,
                    new SourceReader(parts.codec(), parts.sources(), order.getTaskId()),
                    names,
                    offsets.get());
            SideStreams side = streams.make(order, task, names);
            RescoringJob job = new RescoringJob(
                    order,
                    names,
                    recorder,
                    side,
                    resources,
                    parts.clock(),
                    new Pace(parts.nanos(), recordsPerSecond(order)),
                    startedAt);
            try {
                side.start();
            } catch (RuntimeException e) {
                side.close();
                throw e;
            }
            return Optional.of(job);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** The offsets of every source partition, or nothing: then they were deleted or have expired. */
    private Optional<Map<TopicPartition, OffsetAndMetadata>> committed(KafkaConsumer<String, byte[]> consumer) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (String topic : List.of(
                parts.sources().queries(),
                parts.sources().proposals(),
                parts.sources().outputs(),
                parts.sources().feedback())) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(consumer.committed(partitions));
        committed.values().removeIf(Objects::isNull);
        return committed.isEmpty() ? Optional.empty() : Optional.of(committed);
    }

    private Duration memory(Task task, Replay order) {
        Task rescored = SideStreamsFactory.rescored(task, order.getReward().orElseThrow());
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

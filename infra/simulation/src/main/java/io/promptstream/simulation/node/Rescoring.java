package io.promptstream.simulation.node;

import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.reward.query.KeptOutput;
import io.promptstream.reward.query.ScoringSettings;
import io.promptstream.reward.rescoring.RescoringFold;
import io.promptstream.reward.rescoring.TimeMerge;
import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A rescoring: what was ordered, and how far it goes.
 *
 * @param task with the reward to score by
 * @param until when it was ordered, in milliseconds of the broker's time
 * @param ends offsets behind the last records that are read
 * @param done whether all results are written
 */
public record Rescoring(UUID id, Task task, long until, Map<TopicPartition, Long> ends, boolean done) {
    /** What is recorded, in the order that decides between records of the same time. */
    private static final List<String> SOURCES =
            List.of(Topics.QUERIES, Topics.PROPOSALS, Topics.OUTPUTS, Topics.FEEDBACK);

    private static final ScoringSettings SETTINGS =
            new ScoringSettings(Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofHours(1));

    public Rescoring {
        ends = Map.copyOf(ends);
    }

    /** Of what has been recorded by now. */
    static Rescoring of(Order order, long until, Broker broker) {
        Map<TopicPartition, Long> ends = new LinkedHashMap<>();
        partitions(broker)
                .forEach(partition -> ends.put(partition, broker.log(partition).stableEnd()));
        return new Rescoring(order.id(), order.task(), until, ends, false);
    }

    Rescoring finished() {
        return new Rescoring(id, task, until, ends, true);
    }

    /**
     * That a task is to be rescored.
     *
     * @param task with the reward to score by
     */
    public record Order(UUID id, Task task) {}

    /** The records of the range, in the order of their times. */
    TimeMerge<TopicPartition, LogRecord> records(Broker broker) {
        List<TopicPartition> partitions = partitions(broker);
        TimeMerge<TopicPartition, LogRecord> merge = new TimeMerge<>(partitions, LogRecord::timestamp);
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            broker.log(partition).committed().stream()
                    .filter(record -> record.offset() < end)
                    .forEach(record -> merge.add(partition, record));
            merge.end(partition);
        }
        return merge;
    }

    private static List<TopicPartition> partitions(Broker broker) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String source : SOURCES) {
            for (int partition = 0; partition < broker.partitions(); partition++) {
                partitions.add(new TopicPartition(source, partition));
            }
        }
        return partitions;
    }

    /** A fold that has read nothing yet. */
    RescoringFold fold() {
        return new RescoringFold(
                task,
                SETTINGS,
                Duration.ofHours(1),
                RescoringFold.Stores.inMemory(),
                (action, what, giveUp) -> action.run());
    }

    static void take(RescoringFold fold, LogRecord record) {
        fold.take(record.key(), Objects.requireNonNull(record.value()), record.timestamp(), KeptOutput::of);
    }

    /** The results that come of it where nothing goes wrong. */
    public List<RoundResult> undisturbed(Broker broker) {
        RescoringFold fold = fold();
        TimeMerge<TopicPartition, LogRecord> records = records(broker);
        while (!records.finished()) {
            take(fold, records.next().orElseThrow());
        }
        fold.end(until);
        return fold.results();
    }
}

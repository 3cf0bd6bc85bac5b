package io.promptstream.simulation.node;

import io.promptstream.event.RoundResult;
import io.promptstream.reward.rescoring.RescoringFold;
import io.promptstream.reward.rescoring.TimeMerge;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.PartitionLog;
import io.promptstream.simulation.log.TopicPartition;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Follows orders to rescore, as the rescorer's loop does: whoever is assigned an order's partition folds its range from the
 * start, and skips the results that are written already.
 */
public class RescoringBody extends StatefulBody<Rescoring> {
    /** A record that is only folded costs little. */
    private static final int RECORDS_A_PASS = 10;

    private final Map<UUID, Job> jobs = new LinkedHashMap<>();

    /** What is open of a rescoring in this run. */
    private record Job(
            int partition, TimeMerge<TopicPartition, LogRecord> records, RescoringFold fold, Set<UUID> written) {}

    public RescoringBody(Surroundings around) {
        super(around, List.of(Topics.RESCORING_ORDERS), Topics.RESCORING_STATE, Rescoring.class);
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        for (LogRecord record : records) {
            Rescoring.Order order = (Rescoring.Order) Objects.requireNonNull(record.value());
            put(record.partition().partition(), record.key(), Rescoring.of(order, record.timestamp(), around.broker()));
        }
        forEach((partition, key, rescoring) -> {
            if (!rescoring.done() && begin(partition, rescoring)) {
                pass(key, rescoring, Objects.requireNonNull(jobs.get(rescoring.id())), most * RECORDS_A_PASS);
            }
        });
    }

    /** False while the end of an earlier run's last transaction is not known. */
    private boolean begin(int partition, Rescoring rescoring) {
        if (jobs.containsKey(rescoring.id())) {
            return true;
        }
        String key = rescoring.id().toString();
        PartitionLog results = around.broker()
                .log(new TopicPartition(Topics.RESCORED_RESULTS, around.broker().partitionOf(key)));
        if (results.isPending()) {
            return false;
        }
        jobs.put(
                rescoring.id(),
                new Job(partition, rescoring.records(around.broker()), rescoring.fold(), written(results, key)));
        return true;
    }

    /** Rounds whose results earlier runs have written. */
    protected Set<UUID> written(PartitionLog results, String key) {
        Set<UUID> rounds = new HashSet<>();
        for (LogRecord record : results.committed()) {
            if (record.key().equals(key) && record.value() instanceof RoundResult result) {
                rounds.add(result.getRoundId());
            }
        }
        return rounds;
    }

    private void pass(String key, Rescoring rescoring, Job job, int most) {
        for (int taken = 0; taken < most && !job.records().finished(); taken++) {
            Rescoring.take(job.fold(), job.records().next().orElseThrow());
        }
        boolean done = job.records().finished();
        if (done) {
            job.fold().end(rescoring.until());
        }
        for (RoundResult result : job.fold().results()) {
            if (!job.written().remove(result.getRoundId())) {
                producer.send(Topics.RESCORED_RESULTS, rescoring.id().toString(), result);
            }
        }
        if (done) {
            put(job.partition(), key, rescoring.finished());
            jobs.remove(rescoring.id());
        }
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        super.revoked(partitions);
        jobs.values().removeIf(job -> partitions.contains(job.partition()));
    }
}

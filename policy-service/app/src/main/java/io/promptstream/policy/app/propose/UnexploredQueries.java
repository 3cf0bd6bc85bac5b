package io.promptstream.policy.app.propose;

import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.round.Unexplored;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the queries that are served but not explored, and says it once for each task and reason. Belongs to one thread. */
final class UnexploredQueries {
    private static final Logger log = LoggerFactory.getLogger(UnexploredQueries.class);

    private final PolicyMetrics metrics;
    private final Map<String, Set<Unexplored>> said = new HashMap<>();

    UnexploredQueries(PolicyMetrics metrics) {
        this.metrics = metrics;
    }

    void count(String taskId, Unexplored reason) {
        metrics.queryUnexplored(taskId, reason);
        if (said.computeIfAbsent(taskId, id -> EnumSet.noneOf(Unexplored.class)).add(reason)) {
            log.warn(
                    "A query of task {} is served but not explored: {}. Others are only counted, in promptstream_queries_unexplored_total",
                    taskId,
                    words(reason));
        }
    }

    void forget(Collection<String> taskIds) {
        said.keySet().removeAll(taskIds);
    }

    private static String words(Unexplored reason) {
        return switch (reason) {
            case TOO_LARGE ->
                "with the prompts of a round it makes more bytes than PROMPTSTREAM_ROUND_BYTES; shorten the text, lower"
                        + " policy.promptsPerRound, or raise that setting";
            case NO_ROOM ->
                "the queries that wait for their rounds have as many bytes as PROMPTSTREAM_ROUND_BYTES; lower"
                        + " policy.queriesPerRound or policy.roundAge, or raise that setting";
            case FAILED -> "its round could not be made; the message before says why";
        };
    }
}

package io.promptstream.policy.replay;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import java.time.Instant;
import java.util.Optional;

/** What was recorded of one task: the partitions that hold its round results and the history of its policy. */
public interface Recordings {
    /**
     * What a partition holds.
     *
     * @param begin offset of its first record
     * @param end offset behind its last committed one
     */
    record Bounds(long begin, long end) {}

    /** The partition in which all topics keep the task. */
    int partition();

    /** Name of the topic of live round results. */
    String roundResults();

    /** Name of the topic in which the replay's rounds are rescored. */
    String rescored(String replay);

    /** When the rescoring for the replay began: what was recorded later is no part of it. Nothing where there is none. */
    Optional<Instant> rescoringBegan(String replay);

    /**
     * What the task's partition of a topic of round results holds now.
     *
     * @throws IllegalStateException if there is no such topic
     */
    Bounds rounds(String topic);

    /** What the task's partition of the history holds now. */
    Bounds history();

    /** Reads round results; the caller closes it. */
    EventLog<RoundResult> rounds(String topic, Bounds range);

    /** Reads the history; the caller closes it. */
    EventLog<PolicyEvent> history(Bounds range);
}

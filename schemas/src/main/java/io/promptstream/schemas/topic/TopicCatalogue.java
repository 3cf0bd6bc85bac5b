package io.promptstream.schemas.topic;

import io.promptstream.event.Feedback;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.Rescoring;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.event.TaskOutput;
import io.promptstream.event.TaskVerdict;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.size.RecordLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every topic of the system.
 *
 * @param prefix begins every name
 * @param partitions of every topic. One number for all, so that topics with the same key join without a shuffle
 * @param eventRetention how long queries, proposals, outputs, feedback and scoring notes are kept at least; recorded outputs can be
 *     rescored for as long
 */
public record TopicCatalogue(String prefix, int partitions, Duration eventRetention) {

    public static final String DEFAULT_PREFIX = "promptstream.";
    public static final int DEFAULT_PARTITIONS = 4;
    public static final Duration DEFAULT_EVENT_RETENTION = Duration.ofDays(7);

    private static final Duration CHECK_RETENTION = Duration.ofHours(1);
    private static final int MEBIBYTE = 1024 * 1024;
    /** Room for a dead letter's headers. */
    private static final int HEADERS = 64 * 1024;

    public TopicCatalogue {
        if (!prefix.matches("[a-zA-Z0-9._-]{0,100}")) {
            throw new IllegalArgumentException("Topic prefix is '" + prefix
                    + "': write at most 100 letters, digits, dots, underscores and hyphens");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("Number of partitions is " + partitions + ": write at least 1");
        }
        if (eventRetention.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "Retention of events is " + eventRetention + ": write a positive duration, such as P30D");
        }
    }

    /** Events are kept as long as by default. */
    public TopicCatalogue(String prefix, int partitions) {
        this(prefix, partitions, DEFAULT_EVENT_RETENTION);
    }

    public static TopicCatalogue withDefaults() {
        return new TopicCatalogue(DEFAULT_PREFIX, DEFAULT_PARTITIONS);
    }

    public Topic tasks() {
        return topic("tasks", Topic.Key.TASK_ID, new Retention.Compacted(), MEBIBYTE);
    }

    public Topic queries() {
        return topic("queries", Topic.Key.QUERY_ID, new Retention.Timed(eventRetention), MEBIBYTE);
    }

    /** A proposal repeats its query's text, so it may be larger. */
    public Topic promptProposals() {
        return topic("prompt-proposals", Topic.Key.QUERY_ID, new Retention.Timed(eventRetention), 2 * MEBIBYTE);
    }

    public Topic taskOutputs() {
        return topic("task-outputs", Topic.Key.QUERY_ID, new Retention.Timed(eventRetention), 2 * MEBIBYTE);
    }

    public Topic feedback() {
        return topic("feedback", Topic.Key.QUERY_ID, new Retention.Timed(eventRetention), MEBIBYTE);
    }

    /** A reward repeats both the answer and the reference. */
    public Topic rewards() {
        return topic("rewards", Topic.Key.QUERY_ID, Retention.days(30), 4 * MEBIBYTE);
    }

    /** Kept as long as what they are about. */
    public Topic scoringNotes() {
        return topic("scoring-notes", Topic.Key.QUERY_ID, new Retention.Timed(eventRetention), MEBIBYTE);
    }

    /** Kept for a year: replay reads them. */
    public Topic roundResults() {
        return topic("round-results", Topic.Key.TASK_ID, Retention.days(365), 4 * MEBIBYTE);
    }

    /** A snapshot holds weights, target network and optimiser state. */
    public Topic policySnapshots() {
        return topic("policy-snapshots", Topic.Key.TASK_ID, new Retention.Compacted(), 32 * MEBIBYTE);
    }

    /** Kept as long as the round results that it says were learned; a step may hold a snapshot. */
    public Topic policyHistory() {
        return topic("policy-history", Topic.Key.TASK_ID, Retention.days(365), 33 * MEBIBYTE);
    }

    public Topic replays() {
        return topic("replays", Topic.Key.CANDIDATE, new Retention.Compacted(), MEBIBYTE);
    }

    /** A state holds a task. */
    public Topic replayStates() {
        return topic("replay-states", Topic.Key.CANDIDATE, new Retention.Compacted(), 2 * MEBIBYTE);
    }

    public Topic rescorings() {
        return topic("rescorings", Topic.Key.CANDIDATE, new Retention.Compacted(), MEBIBYTE);
    }

    /** A check holds a task, and is of interest for as long as somebody waits for its verdict. */
    public Topic taskChecks() {
        return topic("task-checks", Topic.Key.TASK_ID, new Retention.Timed(CHECK_RETENTION), 2 * MEBIBYTE);
    }

    public Topic taskVerdicts() {
        return topic("task-verdicts", Topic.Key.TASK_ID, new Retention.Timed(CHECK_RETENTION), MEBIBYTE);
    }

    /**
     * Where the round results of recorded outputs go that a replay rescores; made for that replay and deleted with it.
     * Not one of {@link #all()}: its values are of the subject of {@link #roundResults()}.
     */
    public Topic rescoredRoundResults(String taskId, String replay) {
        return new Topic(
                prefix + "replays." + taskId + "." + replay + ".round-results",
                Topic.Key.TASK_ID,
                partitions,
                roundResults().retention(),
                roundResults().maxMessageBytes());
    }

    /** Where records of {@code source} go that could not be processed. */
    public Topic deadLetters(Topic source) {
        return new Topic(
                DeadLetters.topicOf(source.name()),
                source.key(),
                source.partitions(),
                Retention.days(30),
                source.maxMessageBytes() + HEADERS);
    }

    /** The topics of events, with the event that each holds. */
    public Map<Topic, Class<? extends SpecificRecord>> events() {
        var events = new LinkedHashMap<Topic, Class<? extends SpecificRecord>>();
        events.put(tasks(), Task.class);
        events.put(queries(), Query.class);
        events.put(promptProposals(), PromptProposal.class);
        events.put(taskOutputs(), TaskOutput.class);
        events.put(feedback(), Feedback.class);
        events.put(rewards(), Reward.class);
        events.put(scoringNotes(), ScoringNote.class);
        events.put(roundResults(), RoundResult.class);
        events.put(policySnapshots(), PolicySnapshot.class);
        events.put(policyHistory(), PolicyEvent.class);
        events.put(replays(), Replay.class);
        events.put(replayStates(), ReplayState.class);
        events.put(rescorings(), Rescoring.class);
        events.put(taskChecks(), TaskCheck.class);
        events.put(taskVerdicts(), TaskVerdict.class);
        return events;
    }

    /** All topics: those of events and, for each, its dead letters. */
    public List<Topic> all() {
        return events().keySet().stream()
                .flatMap(topic -> Stream.of(topic, deadLetters(topic)))
                .toList();
    }

    /** The largest record of each topic. */
    public RecordLimits limits() {
        return new RecordLimits(
                all().stream().collect(Collectors.toUnmodifiableMap(Topic::name, Topic::largestRecordBytes)));
    }

    private Topic topic(String name, Topic.Key key, Retention retention, int maxMessageBytes) {
        return new Topic(prefix + name, key, partitions, retention, maxMessageBytes);
    }
}

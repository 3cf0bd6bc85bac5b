package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.schemas.topic.Retention;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.UUID;

/**
 * Names of what a rescoring has of its own.
 *
 * @param applicationId of its Kafka Streams; every internal topic begins with it and a hyphen
 * @param results topic of its round results
 */
record SideNames(String applicationId, Topic results) {
    /** In every name that holds the id of a rescoring. */
    static final String MARK = "rescore-";

    /** A record that fits its topic under one compression may be larger under ours. */
    private static final int RECORD_BYTES = 16 * 1024 * 1024;
    /** Times in a recording are old, so a short retention would delete it at once; it is deleted by its rescoring. */
    private static final int KEPT_DAYS = 3650;

    static SideNames of(TopicCatalogue topics, Replay order) {
        return of(topics, order.getReplayId(), order.getTaskId(), order.getName());
    }

    static SideNames of(TopicCatalogue topics, Rescoring rescoring) {
        return of(topics, rescoring.getReplayId(), rescoring.getTaskId(), rescoring.getName());
    }

    private static SideNames of(TopicCatalogue topics, UUID replayId, String taskId, String name) {
        return new SideNames(topics.prefix() + MARK + replayId, topics.rescoredRoundResults(taskId, name));
    }

    /** Where the events of the range are in the order of their times: one partition. */
    Topic recording() {
        return new Topic(
                internalPrefix() + "recording", Topic.Key.QUERY_ID, 1, Retention.days(KEPT_DAYS), RECORD_BYTES);
    }

    /** The group whose offsets say how far the recording has come. */
    String recorderGroup() {
        return internalPrefix() + "recorder";
    }

    String internalPrefix() {
        return applicationId + "-";
    }
}

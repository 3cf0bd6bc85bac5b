package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes what is said of a rescoring. */
final class Reports {
    private Reports() {}

    static Rescoring.Builder of(
            TopicCatalogue topics, Replay order, RescoringStatus status, Instant startedAt, Instant now) {
        return Rescoring.newBuilder()
                .setReplayId(order.getReplayId())
                .setTaskId(order.getTaskId())
                .setName(order.getName())
                .setStatus(status)
                .setTopic(topics.rescoredRoundResults(order.getTaskId(), order.getName())
                        .name())
                .setStartedAt(startedAt)
                .setUpdatedAt(now)
                .setEndedAt(status == RescoringStatus.RUNNING ? null : now);
    }

    /**
     * What there is to say beside figures.
     *
     * @param since where the range begins because of what the topics no longer hold
     * @param skipped records that could not be read
     */
    static String message(Optional<Instant> since, long skipped) {
        List<String> sentences = new ArrayList<>();
        since.ifPresent(time -> sentences.add(("begins with the rounds of %s: of earlier ones the topics no longer hold"
                        + " everything (PROMPTSTREAM_EVENT_RETENTION)")
                .formatted(time)));
        if (skipped > 0) {
            sentences.add("records that could not be read and were skipped: %d".formatted(skipped));
        }
        return String.join("; ", sentences);
    }

    static Rescoring failed(TopicCatalogue topics, Replay order, String message, Instant startedAt, Instant now) {
        return of(topics, order, RescoringStatus.FAILED, startedAt, now)
                .setMessage(message)
                .build();
    }
}

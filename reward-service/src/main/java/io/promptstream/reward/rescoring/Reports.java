package io.promptstream.reward.rescoring;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import java.time.Instant;

/** Makes what is said of a rescoring. */
final class Reports {
    private Reports() {}

    static Rescoring.Builder of(Replay order, SideNames names, RescoringStatus status, Instant startedAt, Instant now) {
        return Rescoring.newBuilder()
                .setReplayId(order.getReplayId())
                .setTaskId(order.getTaskId())
                .setName(order.getName())
                .setStatus(status)
                .setTopic(names.results().name())
                .setStartedAt(startedAt)
                .setUpdatedAt(now)
                .setEndedAt(status == RescoringStatus.RUNNING ? null : now);
    }

    static Rescoring failed(Replay order, SideNames names, String message, Instant now) {
        return of(order, names, RescoringStatus.FAILED, now, now)
                .setMessage(message)
                .build();
    }
}

package io.promptstream.policy.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.schemas.Excerpt;
import java.time.Instant;

/** States of an order for which no round was read. */
public final class PendingReplay {
    /** A message may quote the order. */
    private static final int LONGEST_MESSAGE = 4_000;

    private PendingReplay() {}

    /** Its recorded outputs are being rescored. */
    public static ReplayState rescoring(Replay order, Recordings recordings, Instant now) {
        return state(order, recordings, now)
                .setStatus(ReplayStatus.RESCORING)
                .setTopic(recordings.rescored(order.getName()))
                .build();
    }

    /** It cannot begin, or not continue. */
    public static ReplayState failed(Replay order, Recordings recordings, Instant now, String message) {
        return state(order, recordings, now)
                .setStatus(ReplayStatus.FAILED)
                .setMessage(Excerpt.of(message, LONGEST_MESSAGE))
                .setTopic(recordings.roundResults())
                .setEndedAt(now)
                .build();
    }

    private static ReplayState.Builder state(Replay order, Recordings recordings, Instant now) {
        return ReplayState.newBuilder()
                .setReplayId(order.getReplayId())
                .setTaskId(order.getTaskId())
                .setName(order.getName())
                .setPartition(recordings.partition())
                .setFromOffset(0)
                .setNextOffset(0)
                .setEndOffset(0)
                .setStartedAt(now)
                .setUpdatedAt(now);
    }
}

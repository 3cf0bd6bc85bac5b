package io.promptstream.policy.replay;

import io.promptstream.event.ReplayState;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.replay.Recordings.Bounds;
import java.util.Optional;

/**
 * Which round results are read, and how far that has come.
 *
 * @param next offset of the first record that is still to be read, as long as no log is open
 */
record Reading(String topic, Bounds bounds, long next, Optional<EventLog<RoundResult>> log) {

    static Reading of(String topic, Bounds bounds) {
        return new Reading(topic, bounds, bounds.begin(), Optional.empty());
    }

    /** As a checkpoint says. */
    static Reading of(ReplayState state) {
        Bounds bounds = new Bounds(state.getFromOffset(), state.getEndOffset());
        return new Reading(state.getTopic(), bounds, state.getNextOffset(), Optional.empty());
    }

    /** The same with a log that reads what is left. */
    Reading opened(Recordings recordings) {
        return new Reading(topic, bounds, next, Optional.of(recordings.rounds(topic, new Bounds(next, bounds.end()))));
    }

    /** Offset of the next record. */
    long position() {
        return log.map(EventLog::position).orElse(next);
    }
}

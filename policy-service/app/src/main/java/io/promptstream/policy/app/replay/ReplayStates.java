package io.promptstream.policy.app.replay;

import io.promptstream.event.ReplayState;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.schemas.topic.CandidateKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How far each replay is. */
public final class ReplayStates {
    private final CompactedTopic<ReplayState> states;

    ReplayStates(CompactedTopic<ReplayState> states) {
        this.states = states;
    }

    /** The newest committed state of the task's replay of that name, if there is one. */
    public Optional<ReplayState> find(String taskId, String name) {
        return states.find(CandidateKeys.of(taskId, name));
    }

    /** The newest committed states of the task's replays, by name. */
    public List<ReplayState> all(String taskId) {
        return states.all().stream()
                .filter(state -> state.getTaskId().equals(taskId))
                .sorted(Comparator.comparing(ReplayState::getName))
                .toList();
    }

    /** Whether the topic was read to the end that it had at start; before that, a missing state means nothing. */
    public boolean ready() {
        return states.ready();
    }
}

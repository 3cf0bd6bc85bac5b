package io.promptstream.policy.learning;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The steps of a task's policy that are not in its history yet, in order. Belongs to one thread. */
final class PendingSteps {
    private final List<PolicyEvent.Builder> steps = new ArrayList<>();
    /** Of the last step, which is not closed yet: further rounds join it. */
    private final List<LearnedRound> rounds = new ArrayList<>();

    /** Notes what has made the learner, before any round. */
    void made(PolicyEventKind kind, Task task, PolicySnapshot snapshot, Instant at) {
        PolicyEvent.Builder step = PolicyEvent.newBuilder()
                .setTaskId(task.getTaskId())
                .setTaskRevision(task.getRevision())
                .setKind(kind)
                .setVersion(snapshot.getVersion())
                .setDigest(snapshot.getDigest())
                .setTask(task)
                .setAt(at);
        if (kind == PolicyEventKind.PROMOTED) {
            step.setPromotion(task.getPromotion().orElse(null)).setSnapshot(snapshot);
        }
        steps.add(step);
    }

    void learned(LearnedRound round) {
        rounds.add(round);
    }

    /** Puts steps before those that are here. */
    void precededBy(List<PolicyEvent> earlier) {
        steps.addAll(0, earlier.stream().map(PolicyEvent::newBuilder).toList());
    }

    boolean isEmpty() {
        return steps.isEmpty() && rounds.isEmpty();
    }

    /** Whether one of them is no round. */
    boolean hasMade() {
        return !steps.isEmpty();
    }

    /**
     * Every step, and none is left.
     *
     * @param version that they have led to
     * @param codeVersion of the service that took them
     */
    List<PolicyEvent> take(Task task, long version, String digest, Instant at, String codeVersion) {
        if (!rounds.isEmpty()) {
            steps.add(PolicyEvent.newBuilder()
                    .setTaskId(task.getTaskId())
                    .setTaskRevision(task.getRevision())
                    .setKind(PolicyEventKind.LEARNED)
                    .setVersion(version)
                    .setDigest(digest)
                    .setLearned(List.copyOf(rounds))
                    .setAt(at));
        }
        List<PolicyEvent> taken = steps.stream()
                .map(step -> step.setCodeVersion(codeVersion).build())
                .toList();
        clear();
        return taken;
    }

    void clear() {
        steps.clear();
        rounds.clear();
    }
}

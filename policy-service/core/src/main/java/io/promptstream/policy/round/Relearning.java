package io.promptstream.policy.round;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.TaskLearner;
import java.util.Optional;
import java.util.UUID;

/**
 * A live policy between two of its snapshots: it continues from the first by learning, once more and in the same order, the
 * rounds that the history names. Learning is deterministic on one kind of processor, and the digests in the history prove it.
 * Belongs to one thread.
 */
public final class Relearning {
    private final TaskLearner learner;

    private Relearning(TaskLearner learner) {
        this.learner = learner;
    }

    /**
     * Begins with a snapshot of a live policy.
     *
     * @throws DivergedException if nothing can be learned from it on
     */
    public static Relearning from(PolicySnapshot snapshot, PolicySteps steps) throws DivergedException {
        Task task = snapshot.getTask()
                .orElseThrow(() -> new DivergedException(
                        "version %d was saved without its task".formatted(snapshot.getVersion())));
        try {
            return new Relearning(steps.resume(task, snapshot));
        } catch (IncompatibleStateException | IllegalArgumentException e) {
            throw new DivergedException(
                    "version %d cannot be restored: %s".formatted(snapshot.getVersion(), e.getMessage()));
        }
    }

    /** Whether the round is learned already. */
    public boolean knows(UUID roundId) {
        return learner.knows(roundId);
    }

    /**
     * Learns a round.
     *
     * @param named what came of it, as the history tells
     * @return what else comes of it here, if something else does
     * @throws DivergedException if it cannot be learned; this object is of no use any more
     */
    public Optional<String> learn(LearnedRound named, RoundResult round) throws DivergedException {
        Optional<String> digest;
        try {
            digest = digest(learner.learn(round));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DivergedException("round %s cannot be learned again: %s".formatted(named.getRoundId(), e));
        }
        Optional<Long> version = digest.map(learned -> learner.version());
        if (version.equals(named.getVersion()) && digest.equals(named.getDigest())) {
            return Optional.empty();
        }
        return Optional.of("round %s led to version %s with digest %s, and leads to %s with %s here"
                .formatted(
                        named.getRoundId(),
                        named.getVersion().map(Object::toString).orElse("none"),
                        named.getDigest().orElse("none"),
                        version.map(Object::toString).orElse("none"),
                        digest.orElse("none")));
    }

    private Optional<String> digest(LearningOutcome outcome) {
        return switch (outcome) {
            case LearningOutcome.Learned learned -> Optional.of(learner.digest());
            case LearningOutcome.LeftOut leftOut -> Optional.empty();
            case LearningOutcome.Duplicate duplicate -> Optional.empty();
        };
    }

    public long version() {
        return learner.version();
    }

    public String digest() {
        return learner.digest();
    }

    /** Revision of the task that the policy learns for. */
    public long taskRevision() {
        return learner.task().getRevision();
    }

    /** The policy as it is now; it lists the rounds since the snapshot that it began with. */
    public PolicySnapshot snapshot() {
        return learner.present();
    }
}

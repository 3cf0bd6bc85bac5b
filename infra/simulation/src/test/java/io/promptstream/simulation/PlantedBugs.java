package io.promptstream.simulation;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.policy.round.CatchUp;
import io.promptstream.reward.query.QueryKey;
import io.promptstream.reward.statistics.Summary;
import io.promptstream.simulation.log.PartitionLog;
import io.promptstream.simulation.log.TopicPartition;
import io.promptstream.simulation.node.Bodies;
import io.promptstream.simulation.node.Body;
import io.promptstream.simulation.node.FollowingBody;
import io.promptstream.simulation.node.LearningBody;
import io.promptstream.simulation.node.ProposingBody;
import io.promptstream.simulation.node.RescoringBody;
import io.promptstream.simulation.node.ScoringBody;
import io.promptstream.simulation.node.SummarisingBody;
import io.promptstream.simulation.node.Surroundings;
import io.promptstream.simulation.schedule.Role;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Loops with a mistake each, of the kind that nobody sees in a review. */
enum PlantedBugs implements Bodies {
    /** Offsets are committed beside the transaction: where that fails, what was read is lost. */
    OFFSETS_OUTSIDE_THE_TRANSACTION(Role.LEARNER, OffsetsOutside::new),
    /** Learners are kept when their partition is revoked, and used again when it is assigned again. */
    STATE_NOT_RELOADED_AFTER_REVOCATION(Role.LEARNER, KeptLearners::new),
    /** What is known of queries is not read from the changelog. */
    REPETITION_NOT_DROPPED_AFTER_A_RESTART(Role.SCORER, ForgetfulScorer::new),
    /** The reference of a query counts for the query of another task that has its id. */
    EVIDENCE_KEYED_WITHOUT_THE_TASK(Role.SCORER, MixingScorer::new),
    /** The producer names its group only, so that a member which the group has given up is not fenced. */
    ROUND_LEARNED_AGAIN_BY_A_ZOMBIE(Role.LEARNER, UnfencedLearner::new),
    /** A policy continues from its snapshot, without what was learned after it. */
    HISTORY_NOT_READ_AFTER_A_RESTART(Role.LEARNER, SnapshotLearner::new),
    /** A follower takes each step for one of the task as its snapshot has it. */
    REVISION_IGNORED_BY_A_FOLLOWER(Role.FOLLOWER, RevisionlessFollower::new),
    /** The greatest version that was known of a task's id is served, whichever task it was of. */
    POLICY_OF_A_DELETED_TASK_SERVED(Role.PROPOSER, GreatestVersionProposer::new),
    /** A rescoring that begins again after a restart does not look for what it has written. */
    RESULTS_WRITTEN_AGAIN_AFTER_A_RESTART(Role.RESCORER, RepeatingRescorer::new),
    /** What was counted is not read from the changelog. */
    COUNTS_LOST_AFTER_A_REBALANCE(Role.SUMMARISER, ForgetfulSummariser::new);

    private final Role role;

    @SuppressWarnings("ImmutableEnumChecker") // constructors, which nobody changes
    private final Function<Surroundings, Body> mistaken;

    PlantedBugs(Role role, Function<Surroundings, Body> mistaken) {
        this.role = role;
        this.mistaken = mistaken;
    }

    @Override
    public Body make(Surroundings around) {
        return around.node().role() == role ? mistaken.apply(around) : Bodies.standard(around);
    }

    private static final class OffsetsOutside extends LearningBody {
        private OffsetsOutside(Surroundings around) {
            super(around);
        }

        @Override
        protected void sendOffsets() {
            consumer.group().commit(consumer.positions());
        }
    }

    private static final class KeptLearners extends LearningBody {
        private boolean loaded;

        private KeptLearners(Surroundings around) {
            super(around);
        }

        @Override
        public void assigned(Set<Integer> partitions) {
            if (!loaded) {
                super.assigned(Set.of(0, 1));
            }
            loaded = true;
        }

        @Override
        public void revoked(Set<Integer> partitions) {
            commitWhatIsOpen();
        }
    }

    private static final class ForgetfulScorer extends ScoringBody {
        private ForgetfulScorer(Surroundings around) {
            super(around);
        }

        @Override
        protected Map<String, Object> read(TopicPartition log) {
            return Map.of();
        }
    }

    private static final class MixingScorer extends ScoringBody {
        private MixingScorer(Surroundings around) {
            super(around);
        }

        @Override
        protected String evidenceKey(QueryKey key) {
            return "any/" + key.queryId() + "/";
        }
    }

    private static final class UnfencedLearner extends LearningBody {
        private UnfencedLearner(Surroundings around) {
            super(around);
        }

        @Override
        protected void sendOffsets() {
            producer.sendOffsets(consumer.group(), consumer.positions());
        }
    }

    private static final class RevisionlessFollower extends FollowingBody {
        private RevisionlessFollower(Surroundings around) {
            super(around);
        }

        @Override
        protected void step(PolicyEvent step) {
            around().snapshots()
                    .saved(step.getTaskId())
                    .map(saved -> PolicyEvent.newBuilder(step)
                            .setTaskRevision(saved.snapshot().getTaskRevision())
                            .build())
                    .ifPresent(super::step);
        }
    }

    private static final class GreatestVersionProposer extends ProposingBody {
        private final Map<String, PolicySnapshot> greatest = new HashMap<>();

        private GreatestVersionProposer(Surroundings around) {
            super(around);
        }

        @Override
        protected Optional<PolicySnapshot> newest(String taskId) {
            super.newest(taskId)
                    .ifPresent(policy -> greatest.merge(
                            taskId,
                            policy,
                            (known, other) -> other.getVersion() >= known.getVersion() ? other : known));
            return Optional.ofNullable(greatest.get(taskId));
        }
    }

    private static final class RepeatingRescorer extends RescoringBody {
        private RepeatingRescorer(Surroundings around) {
            super(around);
        }

        @Override
        protected Set<UUID> written(PartitionLog results, String key) {
            return new HashSet<>();
        }
    }

    private static final class ForgetfulSummariser extends SummarisingBody {
        private ForgetfulSummariser(Surroundings around) {
            super(around);
        }

        @Override
        protected Map<String, Summary> read(TopicPartition log) {
            return Map.of();
        }
    }

    private static final class SnapshotLearner extends LearningBody {
        private SnapshotLearner(Surroundings around) {
            super(around);
        }

        @Override
        protected Map<String, CatchUp.Result> committed(int partition, Map<String, PolicySnapshot> saved) {
            Map<String, CatchUp.Result> policies = new HashMap<>();
            saved.forEach((taskId, snapshot) -> policies.put(taskId, CatchUp.Result.of(snapshot)));
            return policies;
        }
    }
}

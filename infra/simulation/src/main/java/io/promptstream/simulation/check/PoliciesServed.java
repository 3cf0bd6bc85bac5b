package io.promptstream.simulation.check;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.TopicPartition;
import io.promptstream.simulation.node.HostProcess;
import io.promptstream.simulation.node.Topics;
import io.promptstream.simulation.node.Witness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Each policy that is served, between snapshots too, is one that a learner had committed by then, after the snapshot
 * that the service knows; each version has the learner's digest. Checked at the moment.
 */
public final class PoliciesServed implements Witness {
    private static final String COMMITTED = "what is served was committed before";
    private static final String ALIKE = "followers come to the policies of learners";
    private static final String NEWEST = "every instance comes to know the newest policy";

    private final Broker broker;
    private final Set<Violation> violations = new LinkedHashSet<>();
    private final Set<Served> checked = new HashSet<>();

    private record Name(String taskId, long taskRevision, long version, String digest) {
        private static Name of(PolicySnapshot policy) {
            return new Name(policy.getTaskId(), policy.getTaskRevision(), policy.getVersion(), policy.getDigest());
        }
    }

    private record Served(Name saved, Name policy) {}

    public PoliciesServed(Broker broker) {
        this.broker = broker;
    }

    /** What was wrong until now. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void learned(PolicySnapshot policy) {
        if (steps(policy.getTaskId(), 0).stream().noneMatch(step -> leadsTo(step, policy))) {
            add(ALIKE, policy, "no step of the history leads to it");
        }
    }

    @Override
    public void diverged(String taskId) {
        violations.add(new Violation(ALIKE, "a follower comes to other digits of " + taskId));
    }

    @Override
    public void served(PolicySnapshot saved, PolicySnapshot policy) {
        Served pair = new Served(Name.of(saved), Name.of(policy));
        if (pair.policy().equals(pair.saved()) || !checked.add(pair)) {
            return;
        }
        if (steps(policy.getTaskId(), saved.getNextStep().orElse(0L)).stream()
                .anyMatch(step -> leadsTo(step, policy))) {
            return;
        }
        add(
                COMMITTED,
                policy,
                "no step behind version %d, revision %d, which is the snapshot, leads to it"
                        .formatted(saved.getVersion(), saved.getTaskRevision()));
    }

    /** Only a policy that begins has a version that may be committed later: the one after the snapshot's. */
    @Override
    public void proposed(String taskId, long version, Optional<PolicySnapshot> policy) {
        OptionalLong known =
                policy.stream().mapToLong(PolicySnapshot::getVersion).findFirst();
        if (version != known.orElse(0) && version != known.orElse(-1) + 1) {
            violations.add(new Violation(
                    COMMITTED,
                    "a proposal of %s has version %d, the policy version %s".formatted(taskId, version, known)));
        }
    }

    /** Once everything has come to rest. */
    public void rested(HostProcess process) {
        for (Task task : process.tasks().all()) {
            Optional<PolicySnapshot> saved =
                    process.snapshots().saved(task.getTaskId()).map(known -> known.snapshot());
            Optional<PolicySnapshot> newest = process.snapshots().newest(task.getTaskId());
            if (!newest.map(PolicySnapshot::getDigest).equals(saved.map(PolicySnapshot::getDigest))) {
                newest.ifPresent(policy -> add(NEWEST, policy, "it is not that of the newest snapshot"));
            }
        }
    }

    private List<PolicyEvent> steps(String taskId, long from) {
        List<PolicyEvent> steps = new ArrayList<>();
        broker.log(new TopicPartition(Topics.HISTORY, broker.partitionOf(taskId))).decided(from).stream()
                .filter(record -> record.key().equals(taskId))
                .forEach(record -> steps.add((PolicyEvent) record.value()));
        return steps;
    }

    private static boolean leadsTo(PolicyEvent step, PolicySnapshot policy) {
        return step.getTaskRevision() == policy.getTaskRevision()
                && (is(policy, Optional.of(step.getVersion()), Optional.of(step.getDigest()))
                        || step.getLearned().stream()
                                .anyMatch(round -> is(policy, round.getVersion(), round.getDigest())));
    }

    private static boolean is(PolicySnapshot policy, Optional<Long> version, Optional<String> digest) {
        return version.equals(Optional.of(policy.getVersion())) && digest.equals(Optional.of(policy.getDigest()));
    }

    private void add(String promise, PolicySnapshot policy, String problem) {
        violations.add(new Violation(promise, "%s: %s".formatted(Name.of(policy), problem)));
    }
}

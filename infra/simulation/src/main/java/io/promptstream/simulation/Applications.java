package io.promptstream.simulation;

import io.promptstream.event.Evaluation;
import io.promptstream.event.Feedback;
import io.promptstream.event.Lineage;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.PromotionKind;
import io.promptstream.event.Query;
import io.promptstream.event.Replay;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyState;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.task.PolicySpecifications;
import io.promptstream.policy.task.TaskRevisions;
import io.promptstream.reward.rescoring.RescoringFold;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.TopicPartition;
import io.promptstream.simulation.node.HostProcess;
import io.promptstream.simulation.node.Rescoring;
import io.promptstream.simulation.node.TaskOwner;
import io.promptstream.simulation.node.Topics;
import io.promptstream.simulation.schedule.Node;
import io.promptstream.simulation.schedule.Node.Host;
import io.promptstream.simulation.schedule.Role;
import io.promptstream.simulation.schedule.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** People and programs around the system: they put tasks, ask, give feedback, order replays and promote. */
final class Applications {
    static final long RETENTION_MILLIS = 10L * 24 * 3600 * 1000;

    private static final List<String> EVALUATED_PROMPTS = List.of("do this", "do that");

    private final Broker broker;
    private final Policies policies;
    private final Function<Host, HostProcess> processes;
    private final Supplier<UUID> ids;
    private final List<TaskOwner> owners = new ArrayList<>();

    Applications(Broker broker, Policies policies, Function<Host, HostProcess> processes, Supplier<UUID> ids) {
        this.broker = broker;
        this.policies = policies;
        this.processes = processes;
        this.ids = ids;
        for (int instance = 0; instance < Node.INSTANCES; instance++) {
            owners.add(new TaskOwner(broker));
        }
    }

    void crash(Host host) {
        if (host.service() == Role.Service.POLICY) {
            owners.set(host.instance(), new TaskOwner(broker));
        }
    }

    private static String queryId(int query) {
        return "q" + query;
    }

    void ask(Step.Ask ask) {
        Query query = Query.newBuilder()
                .setQueryId(queryId(ask.query()))
                .setTaskId(SimulatedTasks.id(ask.task()))
                .setText("text " + ask.query())
                .setReference(
                        ask.referenced() ? SimulatedTasks.label(ask.task(), ask.query(), /* corrected= */ false) : null)
                .setAskedAt(now(0))
                .build();
        broker.append(Topics.QUERIES, query.getQueryId(), query);
    }

    void giveFeedback(Step.GiveFeedback step) {
        Feedback feedback = Feedback.newBuilder()
                .setFeedbackId(ids.get().toString())
                .setQueryId(queryId(step.query()))
                .setTaskId(SimulatedTasks.id(step.task()))
                .setReference(SimulatedTasks.label(step.task(), step.query(), step.corrected()))
                .setGivenAt(now(0))
                .build();
        broker.append(Topics.FEEDBACK, feedback.getQueryId(), feedback);
    }

    void put(Step.Put put) {
        owners.get(put.instance())
                .change(
                        SimulatedTasks.id(put.task()),
                        known -> TaskRevisions.put(
                                known,
                                present -> SimulatedTasks.definition(put.task(), put.variant(), present),
                                now(put.instance())),
                        put.commit());
    }

    void delete(Step.Delete delete) {
        owners.get(delete.instance()).change(SimulatedTasks.id(delete.task()), TaskRevisions::delete, delete.commit());
    }

    void order(Step.Order order) {
        HostProcess process = policyService(0);
        process.inform();
        Optional<Task> task = process.tasks().find(SimulatedTasks.id(order.task()));
        task.ifPresent(of -> {
            Replay replay = Replay.newBuilder()
                    .setReplayId(ids.get())
                    .setTaskId(of.getTaskId())
                    .setName(name(order.name()))
                    .setPolicy(order.exact() ? null : of.getPolicy())
                    .setVerify(order.exact())
                    .setOrderedAt(now(0))
                    .setTaskRevision(of.getRevision())
                    .build();
            broker.append(
                    new TopicPartition(Topics.REPLAYS, broker.partitionOf(of.getTaskId())),
                    CandidateKeys.of(of.getTaskId(), replay.getName()),
                    replay,
                    Map.of());
        });
    }

    void rescore(Step.Rescore step) {
        HostProcess process = policyService(0);
        process.inform();
        process.tasks().find(SimulatedTasks.id(step.task())).ifPresent(task -> {
            RewardDefinition reward = RewardDefinition.newBuilder(task.getReward())
                    .setCorrectScale(37)
                    .setIncorrectScale(11)
                    .setWindowMillis(step.variant() * SimulatedTasks.WINDOW_MILLIS / 2)
                    .setMissing(step.variant() == 1 ? MissingRewardRule.DEFAULT_VALUE : MissingRewardRule.LEAVE_OUT)
                    .build();
            broker.append(
                    Topics.RESCORING_ORDERS,
                    CandidateKeys.of(task.getTaskId(), name(step.name())),
                    new Rescoring.Order(ids.get(), RescoringFold.rescored(task, reward)));
        });
    }

    void evaluate(Step.Evaluate step) {
        Query query = Query.newBuilder()
                .setQueryId("e" + step.query())
                .setTaskId(SimulatedTasks.id(step.task()))
                .setText("text " + step.query())
                .setReference(
                        step.referenced()
                                ? SimulatedTasks.label(step.task(), step.query(), /* corrected= */ false)
                                : null)
                .setEvaluation(new Evaluation("evaluation", EVALUATED_PROMPTS, -1))
                .setAskedAt(now(0))
                .build();
        broker.append(Topics.QUERIES, query.getQueryId(), query);
    }

    private static String name(int name) {
        return "replay-" + name;
    }

    void promote(Step.Promote promote) {
        HostProcess process = policyService(promote.instance());
        process.inform();
        String taskId = SimulatedTasks.id(promote.task());
        process.snapshots()
                .candidate(taskId, name(promote.name()))
                .ifPresent(candidate -> owners.get(promote.instance())
                        .change(
                                taskId,
                                known -> known.task()
                                        .flatMap(task -> promoted(task, candidate, now(promote.instance())))
                                        .map(promoted ->
                                                TaskRevisions.put(known, present -> promoted, now(promote.instance())))
                                        .orElseGet(() -> TaskRevisions.Outcome.keep(known.task())),
                                promote.commit()));
    }

    /** The task with the order, if the candidate fits it. */
    private Optional<Task> promoted(Task task, PolicySnapshot candidate, Instant now) {
        Task promoted = Task.newBuilder(task)
                .setPolicy(candidate.getLineage().map(Lineage::getPolicy).orElseGet(task::getPolicy))
                .setPromotion(Promotion.newBuilder()
                        .setPromotionId(ids.get())
                        .setKind(PromotionKind.PROMOTION)
                        .setCandidate(candidate.getCandidate().orElseThrow())
                        .setOrderedAt(now)
                        .setOrderedRevision(task.getRevision() + 1)
                        .build())
                .build();
        if (!TaskLearner.continues(promoted, candidate)) {
            return Optional.empty();
        }
        try {
            policies.restore(PolicySpecifications.of(promoted), PolicyState.of(candidate));
            return Optional.of(promoted);
        } catch (IncompatibleStateException e) {
            return Optional.empty();
        }
    }

    private HostProcess policyService(int instance) {
        return processes.apply(new Host(Role.Service.POLICY, instance));
    }

    private Instant now(int instance) {
        return policyService(instance).time().now();
    }
}

package io.promptstream.acceptance;

import io.promptstream.local.system.ServiceInstance;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The runs of a suite, one for each kind of fault; equal random numbers give equal plans. */
record FaultPlan(List<FaultRun> runs) {

    FaultPlan {
        runs = List.copyOf(runs);
    }

    /** @param services every process of a service that there is */
    static FaultPlan of(FaultSettings settings, TopicCatalogue topics, List<ServiceInstance> services, Random random) {
        var copied = copied(topics);
        var runs = new ArrayList<FaultRun>();
        for (var kind : ServiceKind.values()) {
            runs.add(kills(kind, services, settings.kills(), random));
        }
        runs.add(FaultRun.shuffled(
                "stop of the broker", List.of(new Fault.RestartBroker(true)), settings.restarts(), random));
        runs.add(FaultRun.shuffled(
                "kill -9 of the broker", List.of(new Fault.RestartBroker(false)), settings.restarts(), random));
        runs.add(new FaultRun(
                "registry away",
                IntStream.range(0, settings.outages())
                        .<Fault>mapToObj(number -> new Fault.RegistryAway(
                                settings.outage(), services.get(random.nextInt(services.size()))))
                        .toList()));
        runs.add(FaultRun.shuffled(
                "duplicated records",
                copied.stream().map(Fault.DuplicateRecords::new).toList(),
                settings.copies(),
                random));
        runs.add(FaultRun.shuffled(
                "reordered records",
                copied.stream().map(Fault.ReorderRecords::new).toList(),
                settings.copies(),
                random));
        runs.add(FaultRun.shuffled(
                "wiped state", services.stream().map(Fault.WipeState::new).toList(), settings.wipes(), random));
        return new FaultPlan(
                runs.stream().filter(run -> run.name().matches(settings.only())).toList());
    }

    /** Kills of each process of one service. */
    static FaultRun kills(ServiceKind kind, List<ServiceInstance> services, int times, Random random) {
        var faults = services.stream()
                .filter(service -> service.kind() == kind)
                .map(Fault.KillService::new)
                .toList();
        return FaultRun.shuffled("kill -9 of " + kind.module(), faults, times, random);
    }

    /**
     * Every topic that a query passes on its way to the policy, and the tasks. A copy of an old snapshot would be a
     * restored one: the last record under a key of a compacted topic is the state.
     */
    private static List<Topic> copied(TopicCatalogue topics) {
        return List.of(
                topics.tasks(),
                topics.queries(),
                topics.feedback(),
                topics.promptProposals(),
                topics.taskOutputs(),
                topics.rewards(),
                topics.roundResults());
    }
}

package io.promptstream.benchmark.dashboard;

import io.promptstream.benchmark.live.EventLog;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.display.CommandException;
import io.promptstream.schemas.ProposalIds;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * What applications, the policy service and the task service wrote while the loop ran, in its order. It can be written again
 * and again, as if the loop continued: each lap has ids and policy versions of its own, and the present time.
 */
final class RecordedLoop {
    private final List<Moment> moments;
    private final int rewards;
    private final long versions;

    /** An event as it was written, to be written again in a lap at some time. */
    private record Moment(Instant at, String topic, BiFunction<Lap, Instant, Keyed> again) {}

    /** An event and the key of its record. */
    record Keyed(String key, SpecificRecord event) {}

    private RecordedLoop(List<Moment> moments, int rewards, long versions) {
        this.moments = moments;
        this.rewards = rewards;
        this.versions = versions;
    }

    /** @throws CommandException if nothing was learned */
    static RecordedLoop read(KafkaAccess kafka) {
        TopicCatalogue topics = kafka.topics();
        List<Moment> moments = new ArrayList<>();
        for (Query query : EventLog.read(kafka, topics.queries(), Query.class)) {
            moments.add(new Moment(query.getAskedAt(), topics.queries().name(), (lap, now) -> lap.copy(query, now)));
        }
        for (PromptProposal proposal : EventLog.read(kafka, topics.promptProposals(), PromptProposal.class)) {
            moments.add(new Moment(
                    proposal.getProvenance().getProposedAt(),
                    topics.promptProposals().name(),
                    (lap, now) -> lap.copy(proposal, now)));
        }
        List<TaskOutput> outputs = EventLog.read(kafka, topics.taskOutputs(), TaskOutput.class);
        for (TaskOutput output : outputs) {
            moments.add(new Moment(
                    output.getProducedAt(), topics.taskOutputs().name(), (lap, now) -> lap.copy(output, now)));
        }
        List<PolicyEvent> lessons = EventLog.read(kafka, topics.policyHistory(), PolicyEvent.class).stream()
                .filter(step -> step.getKind() == PolicyEventKind.LEARNED)
                .toList();
        for (PolicyEvent step : lessons) {
            moments.add(new Moment(step.getAt(), topics.policyHistory().name(), (lap, now) -> lap.copy(step, now)));
        }
        if (lessons.isEmpty()) {
            throw new CommandException("The live loop has learned nothing: give it more --live-seconds");
        }
        moments.sort(Comparator.comparing(Moment::at));
        long rounds =
                lessons.stream().mapToInt(step -> step.getLearned().size()).sum();
        return new RecordedLoop(
                List.copyOf(moments),
                Math.toIntExact(outputs.size() + rounds),
                lessons.getLast().getVersion() + 1);
    }

    /** Events of a lap that are written again. */
    int size() {
        return moments.size();
    }

    /** Events that the reward service makes of a lap: rewards and round results. */
    int rewards() {
        return rewards;
    }

    /** Topic of the event at {@code position}. */
    String topic(int position) {
        return moments.get(position).topic();
    }

    /** The event at {@code position}, as the lap {@code number} has it, from 1 on. */
    Keyed event(int position, long number, Instant now) {
        return moments.get(position).again().apply(new Lap(number, versions), now);
    }

    /** One time round. */
    private record Lap(long number, long versions) {

        Keyed copy(Query query, Instant now) {
            return new Keyed(
                    id(query.getQueryId()),
                    Query.newBuilder(query)
                            .setQueryId(id(query.getQueryId()))
                            .setAskedAt(now)
                            .build());
        }

        Keyed copy(PromptProposal proposal, Instant now) {
            String queryId = id(proposal.getQueryId());
            Provenance provenance = copy(proposal.getProvenance(), now);
            return new Keyed(
                    queryId,
                    PromptProposal.newBuilder(proposal)
                            .setProposalId(proposalId(proposal.getTaskId(), queryId, provenance))
                            .setQueryId(queryId)
                            .setProvenance(provenance)
                            .build());
        }

        Keyed copy(TaskOutput output, Instant now) {
            String queryId = id(output.getQueryId());
            Provenance provenance = copy(output.getProvenance(), now);
            return new Keyed(
                    queryId,
                    TaskOutput.newBuilder(output)
                            .setProposalId(proposalId(output.getTaskId(), queryId, provenance))
                            .setQueryId(queryId)
                            .setProvenance(provenance)
                            .setProducedAt(now)
                            .build());
        }

        Keyed copy(PolicyEvent step, Instant now) {
            List<LearnedRound> learned = step.getLearned().stream()
                    .map(round -> LearnedRound.newBuilder(round)
                            .setRoundId(round(round.getRoundId()))
                            .setVersion(round.getVersion().map(this::version).orElse(null))
                            .build())
                    .toList();
            return new Keyed(
                    step.getTaskId(),
                    PolicyEvent.newBuilder(step)
                            .setVersion(version(step.getVersion()))
                            .setLearned(learned)
                            .setAt(now)
                            .build());
        }

        private Provenance copy(Provenance provenance, Instant now) {
            return Provenance.newBuilder(provenance)
                    .setRoundId(provenance.getRoundId().map(this::round).orElse(null))
                    .setPolicyVersion(version(provenance.getPolicyVersion()))
                    .setProposedAt(now)
                    .build();
        }

        private static String proposalId(String taskId, String queryId, Provenance provenance) {
            return provenance
                    .getRoundId()
                    .map(round -> "%s-%d-%d".formatted(round, provenance.getPromptIndex(), provenance.getQueryIndex()))
                    .orElseGet(() -> ProposalIds.serve(taskId, queryId));
        }

        private String id(String recorded) {
            return recorded + "-" + number;
        }

        private UUID round(UUID recorded) {
            return new UUID(recorded.getMostSignificantBits() + number, recorded.getLeastSignificantBits());
        }

        private long version(long recorded) {
            return recorded + number * versions;
        }
    }
}

package io.promptstream.policy.app.propose;

import io.promptstream.event.PromptProposal;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.Transactions;
import io.promptstream.policy.round.Proposals;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordSize;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.TraceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Sends proposals: those that belong together, or none of them. Belongs to one thread. */
final class ProposalWriter {
    private final Transactions transactions;
    private final EventRecords records;
    private final QueryTraces traces;
    private final String topic;

    ProposalWriter(Transactions transactions, EventRecords records, QueryTraces traces, String topic) {
        this.transactions = transactions;
        this.records = records;
        this.traces = traces;
        this.topic = topic;
    }

    /**
     * Sends what a query leads to.
     *
     * @return bytes that were sent
     * @throws OversizedRecordException if the topic does not take a proposal of that size; nothing is sent then
     */
    long send(Proposals proposals, TraceSpan received) {
        List<ProducerRecord<String, byte[]>> sent =
                new ArrayList<>(1 + proposals.explore().size());
        sent.add(record(proposals.serve(), traces.served(proposals.serve(), received)));
        sent.addAll(explored(proposals.explore()));
        return sendAll(sent);
    }

    /** As {@link #send(Proposals, TraceSpan)}, the proposals of a round alone. */
    long send(List<PromptProposal> round) {
        return sendAll(explored(round));
    }

    /** As {@link #send(Proposals, TraceSpan)}, the proposals that measure prompts on a query. */
    long evaluate(List<PromptProposal> proposals, TraceSpan received) {
        TraceContext trace = traces.evaluated(proposals, received);
        return sendAll(
                proposals.stream().map(proposal -> record(proposal, trace)).toList());
    }

    private List<ProducerRecord<String, byte[]>> explored(List<PromptProposal> round) {
        Map<String, TraceContext> contexts = traces.explored(round);
        return round.stream()
                .map(proposal -> record(proposal, contexts.get(proposal.getQueryId())))
                .toList();
    }

    private ProducerRecord<String, byte[]> record(PromptProposal proposal, @Nullable TraceContext trace) {
        return records.of(topic, proposal.getQueryId(), proposal, trace);
    }

    private long sendAll(List<ProducerRecord<String, byte[]>> sent) {
        transactions.sendAll(sent);
        return sent.stream()
                .mapToLong(record -> RecordSize.of(record.key(), record.value(), record.headers()))
                .sum();
    }
}

package io.promptstream.policy.app.propose;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.policy.round.QueryIdentity;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.TraceAttribute;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.TraceStep;
import io.promptstream.service.tracing.Tracing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The traces of the queries that one proposer reads. Its spans end with the transaction: what is aborted is never seen.
 * Belongs to one thread.
 */
public final class QueryTraces {
    /** A query whose round fills later than this many others have come is explored outside its trace. */
    private static final int MOST_REMEMBERED = 16_384;

    private static final String REFUSED = "dead_letter";

    private final Tracing tracing;
    private final String queries;
    private final String proposals;
    private final List<TraceSpan> open = new ArrayList<>();
    /** Where queries stand that may yet be explored, oldest first. */
    private final Map<UUID, TraceContext> remembered = new LinkedHashMap<>();

    QueryTraces(Tracing tracing, TopicCatalogue topics) {
        this.tracing = tracing;
        this.queries = topics.queries().name();
        this.proposals = topics.promptProposals().name();
    }

    /** A query was read. */
    TraceSpan received(ConsumerRecord<String, byte[]> record, Query query) {
        TraceSpan span = tracing.begin(TraceStep.RECEIVE_QUERY, queries, TraceContext.of(record.headers()));
        if (span.recording()) {
            open.add(span.attribute(TraceAttribute.TASK, query.getTaskId())
                    .attribute(TraceAttribute.QUERY, query.getQueryId()));
        }
        return span;
    }

    /** The query becomes a dead letter. */
    void refused(TraceSpan received) {
        received.failed(REFUSED);
    }

    /** Where the record of the proposal stands that serves the query. */
    @Nullable TraceContext served(PromptProposal proposal, TraceSpan received) {
        TraceContext query = received.context();
        if (query == null) {
            return null;
        }
        remember(identity(proposal), query);
        return propose(proposal, query, 1);
    }

    /** Where the records of the proposals stand that measure prompts on the query. */
    @Nullable TraceContext evaluated(List<PromptProposal> proposals, TraceSpan received) {
        TraceContext query = received.context();
        return query == null ? null : propose(proposals.getFirst(), query, proposals.size());
    }

    /** Where the records of a round's proposals stand, by the id of their query. */
    Map<String, TraceContext> explored(List<PromptProposal> round) {
        if (remembered.isEmpty()) {
            return Map.of();
        }
        Map<String, TraceContext> contexts = new HashMap<>();
        for (PromptProposal proposal : round) {
            TraceContext query = remembered.remove(identity(proposal));
            TraceContext proposed = query == null
                    ? null
                    : propose(proposal, query, proposal.getProvenance().getRoundPrompts());
            if (proposed != null) {
                contexts.put(proposal.getQueryId(), proposed);
            }
        }
        return contexts;
    }

    /** What was published is certain now. */
    void committed() {
        open.forEach(TraceSpan::end);
        open.clear();
    }

    private @Nullable TraceContext propose(PromptProposal proposal, TraceContext query, int count) {
        TraceSpan span = tracing.begin(TraceStep.PROPOSE, proposals, query);
        if (span.recording()) {
            Provenance provenance = proposal.getProvenance();
            span.attribute(TraceAttribute.TASK, proposal.getTaskId())
                    .attribute(TraceAttribute.QUERY, proposal.getQueryId())
                    .attribute(TraceAttribute.ROLE, provenance.getRole().name().toLowerCase(Locale.ROOT))
                    .attribute(TraceAttribute.PROPOSALS, count)
                    .attribute(TraceAttribute.POLICY_VERSION, provenance.getPolicyVersion());
            provenance.getRoundId().map(UUID::toString).ifPresent(id -> span.attribute(TraceAttribute.ROUND, id));
            open.add(span);
        }
        return span.context();
    }

    private static UUID identity(PromptProposal proposal) {
        return QueryIdentity.of(proposal.getTaskId(), proposal.getQueryId());
    }

    private void remember(UUID identity, TraceContext query) {
        remembered.put(identity, query);
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }
}

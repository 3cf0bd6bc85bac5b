package io.promptstream.reward.dashboard;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.dashboard.JourneyRow.Hop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of one query's way through the loop; its events may come in any order. */
final class Journey {
    private final String queryId;
    private final String taskId;
    private final Map<String, JourneyItem> items = new LinkedHashMap<>();
    private @Nullable String text;
    private @Nullable String reference;
    private @Nullable Instant askedAt;
    private @Nullable Instant firstFeedbackAt;
    private @Nullable Instant lastFeedbackAt;
    private @Nullable String traceId;
    private Optional<String> roundId = Optional.empty();
    private long changed;

    Journey(String queryId, String taskId) {
        this.queryId = queryId;
        this.taskId = taskId;
    }

    String taskId() {
        return taskId;
    }

    String queryId() {
        return queryId;
    }

    Optional<String> roundId() {
        return roundId;
    }

    @Nullable String text() {
        return text;
    }

    @Nullable String traceId() {
        return traceId;
    }

    long changed() {
        return changed;
    }

    Journey changed(long tick) {
        changed = tick;
        return this;
    }

    /** Takes the trace that a record's headers name. */
    Journey traced(@Nullable String trace) {
        if (trace != null) {
            traceId = trace;
        }
        return this;
    }

    void asked(Query query) {
        text = query.getText();
        askedAt = query.getAskedAt();
        reference = query.getReference().orElse(reference);
    }

    void proposed(PromptProposal proposal, PromptText prompt) {
        text = text == null ? proposal.getInput() : text;
        item(proposal.getProposalId(), proposal.getProvenance()).proposed(prompt);
    }

    void answered(TaskOutput output) {
        item(output.getProposalId(), output.getProvenance()).answered(output);
    }

    void judged(Feedback feedback) {
        reference = feedback.getReference().orElse(reference);
        Instant at = feedback.getGivenAt();
        firstFeedbackAt = firstFeedbackAt == null || at.isBefore(firstFeedbackAt) ? at : firstFeedbackAt;
        lastFeedbackAt = lastFeedbackAt == null || at.isAfter(lastFeedbackAt) ? at : lastFeedbackAt;
    }

    void rewarded(Reward reward) {
        reference = reward.getReference().orElse(reference);
        item(reward.getProposalId(), reward.getProvenance()).rewarded(reward);
    }

    List<ItemRow> items() {
        return items.values().stream().map(JourneyItem::row).toList();
    }

    /** @param fate what became of its round; null while that is not known */
    JourneyRow row(@Nullable RoundFate fate) {
        List<Hop> hops = hops(fate);
        Optional<JourneyItem> served = items.values().stream()
                .filter(item -> item.role() == Role.SERVE)
                .findFirst();
        return new JourneyRow(
                queryId,
                roundId.orElse(null),
                text,
                reference,
                count(item -> item.proposedAt()),
                count(JourneyItem::answeredAt),
                count(JourneyItem::rewardedAt),
                items.values().stream().filter(JourneyItem::failed).count(),
                meanReward(),
                served.map(JourneyItem::answer).orElse(null),
                served.map(JourneyItem::correct).orElse(null),
                hops,
                fate == null ? null : fate.version(),
                state(hops, fate));
    }

    private JourneyItem item(String proposalId, Provenance provenance) {
        roundId = provenance.getRoundId().map(Objects::toString).or(() -> roundId);
        return items.computeIfAbsent(proposalId, id -> new JourneyItem(id, provenance));
    }

    private List<Hop> hops(@Nullable RoundFate fate) {
        List<Hop> hops = new ArrayList<>();
        add(hops, "asked", Stream.ofNullable(askedAt));
        add(hops, "proposed", times(JourneyItem::proposedAt));
        add(hops, "answered", times(JourneyItem::answeredAt));
        add(hops, "feedback", Stream.of(firstFeedbackAt, lastFeedbackAt).flatMap(Stream::ofNullable));
        add(hops, "rewarded", times(JourneyItem::rewardedAt));
        if (fate != null) {
            add(hops, "closed", Stream.ofNullable(fate.closedAt()));
            add(hops, "learned", Stream.ofNullable(fate.leftOut() ? null : fate.learnedAt()));
        }
        return hops;
    }

    private static String state(List<Hop> hops, @Nullable RoundFate fate) {
        if (fate != null && fate.leftOut()) {
            return "left-out";
        }
        return hops.isEmpty() ? "asked" : hops.getLast().name();
    }

    private static void add(List<Hop> hops, String name, Stream<Instant> times) {
        List<Instant> sorted = times.sorted().toList();
        if (!sorted.isEmpty()) {
            hops.add(new Hop(name, sorted.getFirst(), sorted.getLast()));
        }
    }

    private long count(Function<JourneyItem, @Nullable Instant> time) {
        return times(time).count();
    }

    private Stream<Instant> times(Function<JourneyItem, @Nullable Instant> time) {
        return items.values().stream().map(time).flatMap(Stream::ofNullable);
    }

    private @Nullable Double meanReward() {
        Mean mean = new Mean();
        items.values().stream()
                .map(JourneyItem::reward)
                .flatMap(Stream::ofNullable)
                .forEach(mean::add);
        return mean.value();
    }
}

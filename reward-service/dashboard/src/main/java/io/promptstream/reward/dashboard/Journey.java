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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of one query's way through the loop; its events may come in any order. */
final class Journey {
    /** More proposals nobody makes for one query. */
    private static final int MOST_ITEMS = 256;

    private static final int MOST_NOTES = 50;
    private static final int BYTES = 1_000;

    private final QueryKey key;
    private final Instant seenAt;
    private final BoundedCache<String, JourneyItem> items =
            new BoundedCache<>(MOST_ITEMS, Long.MAX_VALUE, JourneyItem::bytes);
    private final BoundedCache<String, NoteRow> notes = new BoundedCache<>(MOST_NOTES, Long.MAX_VALUE, NoteRow::bytes);
    private @Nullable String text;
    private @Nullable String reference;
    private @Nullable Instant askedAt;
    private @Nullable Instant firstFeedbackAt;
    private @Nullable Instant lastFeedbackAt;
    private @Nullable String traceId;
    private Optional<String> roundId = Optional.empty();
    private long changed;

    /** @param seenAt when the first event of it was read */
    Journey(QueryKey key, Instant seenAt) {
        this.key = key;
        this.seenAt = seenAt;
    }

    QueryKey key() {
        return key;
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
        text = Texts.cut(query.getText(), Texts.LONGEST);
        askedAt = Plausible.time(query.getAskedAt());
        referenceIs(query.getReference());
    }

    private void referenceIs(Optional<String> newest) {
        reference = newest.map(known -> Texts.cut(known, Texts.LONGEST)).orElse(reference);
    }

    void proposed(PromptProposal proposal, PromptText prompt) {
        text = text == null ? Texts.cut(proposal.getInput(), Texts.LONGEST) : text;
        change(proposal.getProposalId(), proposal.getProvenance(), item -> item.proposed(prompt));
    }

    void answered(TaskOutput output) {
        change(output.getProposalId(), output.getProvenance(), item -> item.answered(output));
    }

    void judged(Feedback feedback) {
        referenceIs(feedback.getReference());
        Instant at = Plausible.time(feedback.getGivenAt());
        if (at == null) {
            return;
        }
        firstFeedbackAt = firstFeedbackAt == null || at.isBefore(firstFeedbackAt) ? at : firstFeedbackAt;
        lastFeedbackAt = lastFeedbackAt == null || at.isAfter(lastFeedbackAt) ? at : lastFeedbackAt;
    }

    void rewarded(Reward reward) {
        referenceIs(reward.getReference());
        change(reward.getProposalId(), reward.getProvenance(), item -> item.rewarded(reward));
    }

    /** Takes note of why something of it was not rewarded, or not used. */
    void noted(NoteRow note) {
        notes.put(note.reason() + ' ' + note.proposalId() + ' ' + note.feedbackId(), note);
    }

    List<NoteRow> notes() {
        return notes.values().toList();
    }

    /** About what it takes in memory. */
    long bytes() {
        return BYTES + Texts.bytes(text) + Texts.bytes(reference) + items.bytes() + notes.bytes();
    }

    List<ItemRow> items() {
        return items.values().map(JourneyItem::row).toList();
    }

    /** @param fate what became of its round; null while that is not known */
    JourneyRow row(@Nullable RoundOutcome fate) {
        List<Hop> hops = hops(fate);
        Optional<JourneyItem> served =
                items.values().filter(item -> item.role() == Role.SERVE).findFirst();
        return new JourneyRow(
                key.taskId(),
                key.queryId(),
                began(hops),
                roundId.orElse(null),
                text,
                reference,
                items.size(),
                count(JourneyItem::answered),
                count(JourneyItem::rewarded),
                count(JourneyItem::failed),
                meanReward(),
                served.map(JourneyItem::answer).orElse(null),
                served.map(JourneyItem::correct).orElse(null),
                hops,
                fate == null ? null : fate.version(),
                state(hops, fate),
                notes.newest().findFirst().orElse(null));
    }

    /** When it was asked, or by what is known first; a time to come is none. */
    private Instant began(List<Hop> hops) {
        return hops.isEmpty() || hops.getFirst().first().isAfter(seenAt)
                ? seenAt
                : hops.getFirst().first();
    }

    private void change(String proposalId, Provenance provenance, Consumer<JourneyItem> event) {
        provenance.getRoundId().map(Objects::toString).ifPresent(id -> roundId = Optional.of(id));
        JourneyItem item = items.getOr(proposalId, id -> new JourneyItem(id, provenance));
        event.accept(item);
        items.put(proposalId, item);
    }

    private List<Hop> hops(@Nullable RoundOutcome fate) {
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

    private String state(List<Hop> hops, @Nullable RoundOutcome fate) {
        if (fate != null && fate.leftOut()) {
            return "left-out";
        }
        boolean scored = items.values().anyMatch(item -> item.reward() != null);
        if (!scored && items.size() > 0 && items.values().allMatch(JourneyItem::failed)) {
            return "failed";
        }
        if (!scored && notes.values().anyMatch(NoteRow::unrewarded)) {
            return "not-rewarded";
        }
        return hops.isEmpty() ? "asked" : hops.getLast().name();
    }

    private static void add(List<Hop> hops, String name, Stream<Instant> times) {
        List<Instant> sorted = times.sorted().toList();
        if (!sorted.isEmpty()) {
            hops.add(new Hop(name, sorted.getFirst(), sorted.getLast()));
        }
    }

    private long count(Predicate<JourneyItem> which) {
        return items.values().filter(which).count();
    }

    private Stream<Instant> times(Function<JourneyItem, @Nullable Instant> time) {
        return items.values().map(time).flatMap(Stream::ofNullable);
    }

    private @Nullable Double meanReward() {
        Mean mean = new Mean();
        items.values().map(JourneyItem::reward).flatMap(Stream::ofNullable).forEach(mean::add);
        return mean.value();
    }
}

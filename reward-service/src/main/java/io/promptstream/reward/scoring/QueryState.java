package io.promptstream.reward.scoring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one query: what its answers are judged by, which of them wait for that, which are rewarded already.
 * Kept from the first event of the query until {@link #expiresAt()}.
 */
final class QueryState {
    private final long expiresAt;
    private @Nullable String reference;
    private final List<Opinion> opinions;
    private final List<WaitingOutput> waiting;
    private final Set<String> rewarded;

    QueryState(long expiresAt) {
        this(expiresAt, null, List.of(), List.of(), List.of());
    }

    QueryState(
            long expiresAt,
            @Nullable String reference,
            List<Opinion> opinions,
            List<WaitingOutput> waiting,
            List<String> rewarded) {
        this.expiresAt = expiresAt;
        this.reference = reference;
        this.opinions = new ArrayList<>(opinions);
        this.waiting = new ArrayList<>(waiting);
        this.rewarded = new LinkedHashSet<>(rewarded);
    }

    /** When the query may be forgotten, in milliseconds since 1970. */
    long expiresAt() {
        return expiresAt;
    }

    /** The reference that came with the query. */
    @Nullable String reference() {
        return reference;
    }

    List<Opinion> opinions() {
        return List.copyOf(opinions);
    }

    /** The outputs that wait, in the order in which they came. */
    List<WaitingOutput> waiting() {
        return List.copyOf(waiting);
    }

    /** Ids of the proposals that have their reward. */
    Set<String> rewarded() {
        return Collections.unmodifiableSet(rewarded);
    }

    /** Whether the proposal's output was seen already. */
    boolean knows(String proposalId) {
        return rewarded.contains(proposalId)
                || waiting.stream().anyMatch(output -> output.proposalId().equals(proposalId));
    }

    /** Takes the reference that came with the query; a repeated query changes nothing. */
    void refer(String reference) {
        if (this.reference == null) {
            this.reference = reference;
        }
    }

    /** Takes feedback; it replaces what feedback said earlier about the same proposal or about all of them. */
    void advise(Opinion opinion) {
        Opinion earlier = about(opinion.proposalId());
        if (earlier == null) {
            opinions.add(opinion);
            return;
        }
        opinions.remove(earlier);
        opinions.add(new Opinion(
                opinion.proposalId(),
                opinion.reference() == null ? earlier.reference() : opinion.reference(),
                opinion.rating() == null ? earlier.rating() : opinion.rating()));
    }

    /**
     * What the proposal's output is judged by: feedback about this proposal first, then the query's own reference, then
     * feedback about all of the query.
     */
    Evidence evidence(String proposalId) {
        Opinion own = about(proposalId);
        Opinion general = about(null);
        String ownReference = own == null ? null : own.reference();
        String generalReference = general == null ? null : general.reference();
        Double ownRating = own == null ? null : own.rating();
        Double generalRating = general == null ? null : general.rating();
        return new Evidence(
                ownReference != null ? ownReference : reference != null ? reference : generalReference,
                ownRating != null ? ownRating : generalRating);
    }

    void hold(WaitingOutput output) {
        waiting.add(output);
    }

    /** The proposal has its reward. */
    void reward(String proposalId) {
        rewarded.add(proposalId);
    }

    /** The proposal's output waits no longer. */
    void release(String proposalId) {
        waiting.removeIf(output -> output.proposalId().equals(proposalId));
    }

    private @Nullable Opinion about(@Nullable String proposalId) {
        for (Opinion opinion : opinions) {
            if (Objects.equals(opinion.proposalId(), proposalId)) {
                return opinion;
            }
        }
        return null;
    }
}

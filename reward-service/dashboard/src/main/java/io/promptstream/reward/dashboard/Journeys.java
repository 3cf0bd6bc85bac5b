package io.promptstream.reward.dashboard;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The latest queries of all tasks, with what has become of them. */
final class Journeys {
    /** Told to a viewer. */
    private static final int LATEST = 200;

    private static final int MOST = 2_000;
    private static final long MOST_BYTES = 48L << 20;
    private static final int ROUNDS = 2_000;
    /** Texts outlive the journeys, for the examples of a prompt. */
    private static final int TEXTS = 20_000;

    private static final int TEXT = 500;
    private static final long TEXT_BYTES = 16L << 20;

    private final BoundedCache<QueryKey, Journey> journeys = new BoundedCache<>(MOST, MOST_BYTES, Journey::bytes);
    private final Map<String, RoundOutcome> fates = new Bounded<>(ROUNDS);
    private final BoundedCache<QueryKey, String> texts = new BoundedCache<>(TEXTS, TEXT_BYTES, Texts::bytes);

    /** Lets an event change the journey of its query. */
    void change(QueryKey key, Instant now, long tick, Consumer<Journey> event) {
        Journey journey = journeys.getOr(key, added -> new Journey(added, now)).changed(tick);
        event.accept(journey);
        journeys.put(key, journey);
    }

    /** Remembers what was asked. */
    void text(QueryKey key, String text) {
        texts.put(key, Texts.cut(text, TEXT));
    }

    /** What was asked, if that is still known. */
    @Nullable String text(QueryKey key) {
        return texts.get(key);
    }

    /** The task of a query, if only one task has a query of this id. */
    Optional<String> taskOf(String queryId) {
        List<String> tasks = journeys.values()
                .map(Journey::key)
                .filter(key -> key.queryId().equals(Texts.id(queryId)))
                .map(QueryKey::taskId)
                .distinct()
                .limit(2)
                .toList();
        return tasks.size() == 1 ? Optional.of(tasks.getFirst()) : Optional.empty();
    }

    /** About what is kept takes in memory. */
    long bytes() {
        return journeys.bytes() + texts.bytes();
    }

    void closed(RoundResult round, long tick) {
        change(round.getRoundId(), fate -> fate.closed(Plausible.time(round.getClosedAt())), tick);
    }

    /** @param at when it was, as far as that can be */
    void stepped(PolicyEvent event, Instant at, long tick) {
        event.getLearned()
                .forEach(round -> change(
                        round.getRoundId(),
                        fate -> fate.learned(at, round.getVersion().orElse(null)),
                        tick));
    }

    Optional<Journey> find(QueryKey key) {
        return Optional.ofNullable(journeys.get(key));
    }

    JourneyRow row(Journey journey) {
        return journey.row(journey.roundId().map(fates::get).orElse(null));
    }

    /** Newest first; of one instant, the last that was read. */
    List<JourneyRow> rowsSince(String taskId, long since) {
        return journeys.newest()
                .filter(journey -> journey.key().taskId().equals(taskId) && journey.changed() > since)
                .map(this::row)
                .sorted(Comparator.comparing(JourneyRow::began, Comparator.reverseOrder()))
                .limit(LATEST)
                .toList();
    }

    private void change(UUID roundId, UnaryOperator<RoundOutcome> change, long tick) {
        String id = roundId.toString();
        fates.put(id, change.apply(fates.getOrDefault(id, RoundOutcome.OPEN)));
        journeys.values()
                .filter(journey -> journey.roundId().filter(id::equals).isPresent())
                .forEach(journey -> journey.changed(tick));
    }
}

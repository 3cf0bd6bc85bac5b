package io.promptstream.reward.dashboard;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The latest queries of all tasks, with what has become of them. */
final class Journeys {
    /** Told to a viewer. */
    private static final int LATEST = 200;

    private static final int MOST = 2_000;
    private static final int ROUNDS = 2_000;
    /** Texts outlive the journeys, for the examples of a prompt. */
    private static final int TEXTS = 20_000;

    private final Bounded<String, Journey> journeys = new Bounded<>(MOST);
    private final Map<String, RoundFate> fates = new Bounded<>(ROUNDS);
    private final Map<String, String> texts = new Bounded<>(TEXTS);

    /** The journey of the query, stamped as changed. */
    Journey of(String queryId, String taskId, long tick) {
        return journeys.computeIfAbsent(queryId, id -> new Journey(id, taskId)).changed(tick);
    }

    /** Remembers what was asked. */
    void text(String queryId, String text) {
        texts.put(queryId, text);
    }

    /** What was asked, if that is still known. */
    @Nullable String text(String queryId) {
        return texts.get(queryId);
    }

    void closed(RoundResult round, long tick) {
        change(round.getRoundId(), fate -> fate.closed(round.getClosedAt()), tick);
    }

    void stepped(PolicyEvent event, long tick) {
        event.getLearned()
                .forEach(round -> change(
                        round.getRoundId(),
                        fate -> fate.learned(event.getAt(), round.getVersion().orElse(null)),
                        tick));
    }

    Optional<Journey> find(String taskId, String queryId) {
        return Optional.ofNullable(journeys.get(queryId))
                .filter(journey -> journey.taskId().equals(taskId));
    }

    JourneyRow row(Journey journey) {
        return journey.row(journey.roundId().map(fates::get).orElse(null));
    }

    /** Newest first; of one instant, the last that was read. */
    List<JourneyRow> rowsSince(String taskId, long since) {
        return journeys.sequencedValues().reversed().stream()
                .filter(journey -> journey.taskId().equals(taskId) && journey.changed() > since)
                .map(this::row)
                .sorted(Comparator.comparing(
                        (JourneyRow row) -> row.hops().getFirst().first(), Comparator.reverseOrder()))
                .limit(LATEST)
                .toList();
    }

    private void change(UUID roundId, UnaryOperator<RoundFate> change, long tick) {
        String id = roundId.toString();
        fates.put(id, change.apply(fates.getOrDefault(id, RoundFate.OPEN)));
        journeys.values().stream()
                .filter(journey -> journey.roundId().filter(id::equals).isPresent())
                .forEach(journey -> journey.changed(tick));
    }
}

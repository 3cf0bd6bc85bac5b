package io.promptstream.reward.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryScoringTest {
    private static final long NOW = Events.TIME.toEpochMilli();
    private static final TaskOutput OUTPUT = Events.output("q1", 2, 1);

    private final Task task = Events.task();
    private final QueryMemory memory = new QueryMemory();
    private final QueryScoring scoring = new QueryScoring(
            memory,
            id -> Optional.of(task),
            new ScoringSettings(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofHours(1)));

    @Test
    void theSameEventsAtTheSameTimesHaveTheSameEffects() {
        // Given another one
        QueryScoring other = new QueryScoring(
                new QueryMemory(),
                id -> Optional.of(task),
                new ScoringSettings(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofHours(1)));

        // Then
        for (ScoringEvent event : List.of(asked("yes"), answered(), said("1", "no"), asked("yes"))) {
            assertThat(scoring.apply("q1", event, NOW, null, NOW)).isEqualTo(other.apply("q1", event, NOW, null, NOW));
        }
    }

    @Test
    void whatAPostedQueryReplacedCanBeSaidAgain() {
        // Given a query that is posted again with another reference than feedback gave
        apply(asked("yes"), 0);
        apply(answered(), 1);
        apply(said("1", "no"), 2);
        apply(asked("yes"), 3);
        apply(asked("no"), 4);
        apply(asked("yes"), 6);

        // When the feedback is sent under a new id
        List<ScoringEffect> effects = apply(said("2", "no"), 7);

        // Then it counts
        assertThat(references(effects)).containsExactly("no");
        assertThat(reasons(effects)).doesNotContain(ScoringNoteReason.REPEATED);
        assertThat(reasons(apply(said("2", "no"), 8))).containsExactly(ScoringNoteReason.REPEATED);
    }

    private List<ScoringEffect> apply(ScoringEvent event, long after) {
        return scoring.apply("q1", event, NOW + after, null, NOW + after);
    }

    private static ScoringEvent asked(String reference) {
        return new ScoringEvent.Asked(OUTPUT.getTaskId(), reference);
    }

    private static ScoringEvent answered() {
        return new ScoringEvent.Answered(KeptOutput.of(OUTPUT));
    }

    private static ScoringEvent said(String id, String reference) {
        return new ScoringEvent.FeedbackGiven(Events.withId(id, Events.reference("q1", null, reference)));
    }

    private static List<String> references(List<ScoringEffect> effects) {
        return effects.stream()
                .filter(ScoringEffect.Rewarded.class::isInstance)
                .map(effect -> ((ScoringEffect.Rewarded) effect)
                        .reward()
                        .getReference()
                        .orElseThrow())
                .toList();
    }

    private static List<ScoringNoteReason> reasons(List<ScoringEffect> effects) {
        return effects.stream()
                .filter(ScoringEffect.Noted.class::isInstance)
                .map(effect -> ((ScoringEffect.Noted) effect).note().getReason())
                .toList();
    }
}

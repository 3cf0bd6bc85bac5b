package io.promptstream.reward.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import io.promptstream.reward.RewardTraces.TracedQuery;
import io.promptstream.schemas.trace.TraceContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static final UUID ID = new UUID(1, 2);

    @Test
    void refusesAPlaceThatIsTaken() {
        // Given
        Round round = round(event(0, 1, 1.0));

        // Then
        assertThat(round.add(event(0, 1, 2.0))).isFalse();
        assertThat(round.places())
                .containsExactly(Map.entry(1, new Round.Place(Slot.CORRECT, 1, 0, List.of(), List.of())));
    }

    @Test
    void refusesAPlaceOutsideItsTable() {
        // Given a reward of a round that claims to be larger
        RoundEvent.Rewarded foreign =
                (RoundEvent.Rewarded) RoundEvents.of(Events.reward("q", Events.explore(ID, 9, 9, 8, 8), 1.0))
                        .orElseThrow();

        // Then
        assertThat(round().add(foreign)).isFalse();
    }

    @Test
    void isCompleteWithFailures() {
        // Given
        Round round = round(event(0, 0, 1.0), event(0, 1, null), event(1, 0, null));
        assertThat(round.complete()).isFalse();

        // When
        round.add(event(1, 1, null));

        // Then
        assertThat(round.complete()).isTrue();
        var result = round.close(RoundClosing.COMPLETE, new MissingRewards.LeaveOut(), Events.TIME);
        assertThat(result.getPrompts()).hasSize(1);
        assertThat(result.getFailedOutputs()).isEqualTo(3);
    }

    @Test
    void isReadAsItWasWritten() {
        // Given
        Round round = round(event(1, 0, -3.5), event(0, 1, null));

        // When
        RoundState.Open read = (RoundState.Open)
                RoundFormat.readState(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));

        // Then
        assertThat(read.deadline()).isEqualTo(99);
        assertThat(read.round().close(RoundClosing.DEADLINE, new MissingRewards.Default(-1), Events.TIME))
                .isEqualTo(round.close(RoundClosing.DEADLINE, new MissingRewards.Default(-1), Events.TIME));
        assertThat(RoundFormat.readState(RoundFormat.write(new RoundState.Closed(7))))
                .isEqualTo(new RoundState.Closed(7));
    }

    @Test
    void tellsTheMeanScoresOfEachPromptsLabels() {
        // Given a prompt with scores on both queries, one with scores on one, and a failure
        Round round = round(
                scored(event(0, 0, 1.0), -1f, -0.5f),
                scored(event(0, 1, 2.0), -3f, -0.1f),
                scored(event(1, 0, 3.0), -2f, -0.2f),
                event(1, 1, null));

        // When
        RoundState.Open read = (RoundState.Open)
                RoundFormat.readState(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));
        var result = read.round().close(RoundClosing.COMPLETE, new MissingRewards.LeaveOut(), Events.TIME);

        // Then
        assertThat(result.getPrompts().stream().map(PromptResult::getLabelScores))
                .containsExactly(List.of(-2f, -0.3f), List.of(-2f, -0.2f));
        RoundEvent.Rewarded event = scored(correction(0, 0, 1, 2), -1f, -0.5f);
        assertThat(RoundFormat.readEvent(RoundFormat.write(event))).isEqualTo(event);
    }

    @Test
    void tellsHowManyDifferentQueriesItsOwnWereDrawnFrom() {
        // Given
        Provenance explore = Provenance.newBuilder(Events.explore(ID, 1, 1, 0, 0))
                .setDistinctQueries(32)
                .build();
        RoundEvent opened = RoundEvents.of(Events.proposal("q", explore)).orElseThrow();
        RoundEvent.Rewarded rewarded = (RoundEvent.Rewarded)
                RoundEvents.of(Events.reward("q", explore, 2.0)).orElseThrow();

        // When
        Round round = new Round(opened.header(), Events.TIME);
        round.add(rewarded);
        RoundState.Open read = (RoundState.Open)
                RoundFormat.readState(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));

        // Then
        assertThat(RoundFormat.readEvent(RoundFormat.write(opened))).isEqualTo(opened);
        assertThat(RoundFormat.readEvent(RoundFormat.write(rewarded))).isEqualTo(rewarded);
        assertThat(read.begun()).isTrue();
        assertThat(read.round()
                        .close(RoundClosing.COMPLETE, new MissingRewards.LeaveOut(), Events.TIME)
                        .getDistinctQueries())
                .isEqualTo(32);
    }

    private static RoundEvent.Rewarded scored(RoundEvent.Rewarded event, Float... labelScores) {
        return new RoundEvent.Rewarded(
                event.header(),
                event.promptIndex(),
                event.queryIndex(),
                event.prompt(),
                event.value(),
                event.correct(),
                List.of(labelScores),
                event.promptGradient(),
                event.features(),
                event.correction());
    }

    @Test
    void tellsTheMeanGradientOfEachPrompt() {
        // Given a query without a label, whose answer has no gradient
        Round round = round(
                differentiated(event(0, 0, 1.0), 1f, -2f),
                differentiated(event(0, 1, 2.0), 2f, 4f),
                differentiated(event(1, 0, 1.0), 0.5f, 0f),
                event(1, 1, 1.0));

        // When
        RoundState.Open read = (RoundState.Open)
                RoundFormat.readState(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));
        var result = read.round().close(RoundClosing.COMPLETE, new MissingRewards.LeaveOut(), Events.TIME);

        // Then
        assertThat(result.getPrompts().stream().map(PromptResult::getPromptGradient))
                .containsExactly(List.of(1.5f, 1f), List.of(0.5f, 0f));
        RoundEvent.Rewarded event = differentiated(scored(correction(0, 0, 1, 2), -1f, -0.5f), 3f);
        assertThat(RoundFormat.readEvent(RoundFormat.write(event))).isEqualTo(event);
    }

    private static RoundEvent.Rewarded differentiated(RoundEvent.Rewarded event, Float... gradient) {
        return new RoundEvent.Rewarded(
                event.header(),
                event.promptIndex(),
                event.queryIndex(),
                event.prompt(),
                event.value(),
                event.correct(),
                event.labelScores(),
                List.of(gradient),
                event.features(),
                event.correction());
    }

    @Test
    void tellsTheFeaturesOfItsQueries() {
        // Given a round of which nothing of the first query arrived
        Provenance provenance = Provenance.newBuilder(Events.explore(ID, 2, 2, 0, 1))
                .setQueryFeatures(ByteBuffer.wrap(new byte[] {1, -2, 3}))
                .build();
        RoundEvent.Rewarded event = (RoundEvent.Rewarded)
                RoundEvents.of(Events.reward("q", provenance, 1.0)).orElseThrow();
        Round round = round(event);

        // When
        RoundResult result = round.close(RoundClosing.DEADLINE, new MissingRewards.LeaveOut(), Events.TIME);

        // Then
        assertThat(result.getQueryFeatures())
                .containsExactly(ByteBuffer.allocate(0), ByteBuffer.wrap(new byte[] {1, -2, 3}));
        assertThat(RoundFormat.readEvent(RoundFormat.write(event))).isEqualTo(event);
        assertThat(round(event(0, 0, 1.0))
                        .close(RoundClosing.DEADLINE, new MissingRewards.LeaveOut(), Events.TIME)
                        .getQueryFeatures())
                .isEmpty();
        RoundChange known = new RoundChange.QueryKnown(1, event.features());
        RoundState.Open kept = new RoundState.Open(round(), 99, true, new RoundTraces());
        RoundPartFormat.read(ByteBuffer.wrap(RoundPartFormat.key(known)), RoundPartFormat.write(known), kept);
        assertThat(kept.round().features()).isEqualTo(round.features());
    }

    @Test
    void keepsWhereTheTracesOfItsQueriesStand() {
        // Given
        RoundTraces traces = new RoundTraces();
        traces.rewarded(1, trace(1, "01"), Instant.ofEpochMilli(5));
        traces.rewarded(0, trace(2, "00"), Events.TIME);
        traces.rewarded(1, trace(3, "01"), Instant.ofEpochMilli(6));

        // When
        RoundState.Open read = (RoundState.Open)
                RoundFormat.readState(RoundFormat.write(new RoundState.Open(round(), 99, true, traces)));

        // Then only what is recorded is kept, and of each query the newest
        assertThat(read.traces().byIndex())
                .containsExactly(Map.entry(1, new TracedQuery(trace(3, "01"), Instant.ofEpochMilli(6))));
        assertThat(read.deadline()).isEqualTo(99);
    }

    @Test
    void keepsAFewTracesOfALargeRound() {
        // Given
        RoundTraces traces = new RoundTraces();

        // When
        for (int q = 0; q < 100; q++) {
            traces.rewarded(q, trace(q + 1, "01"), Events.TIME);
        }

        // Then
        assertThat(traces.queries()).hasSize(RoundTraces.MOST);
    }

    @Test
    void takesTheNewestRevisionWhateverTheirOrder() {
        // Given
        Round round = round(event(0, 0, 1.0));

        // Then
        assertThat(round.add(correction(0, 0, 3.0, 2))).isTrue();
        assertThat(round.add(correction(0, 0, 2.0, 1))).isFalse();
        assertThat(round.add(event(0, 0, 1.0))).isFalse();
        RoundState.Open read = (RoundState.Open)
                RoundFormat.readState(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));
        assertThat(read.round().places())
                .containsExactly(Map.entry(0, new Round.Place(Slot.CORRECT, 3, 2, List.of(), List.of())));
        assertThat(RoundFormat.readEvent(RoundFormat.write(correction(0, 0, 3.0, 2))))
                .isEqualTo(correction(0, 0, 3.0, 2));
    }

    @Test
    void takesNoMemoryForWhatItOnlySaysOfItsSize() {
        // Given
        Round round = new Round(new RoundHeader(ID, Events.TASK, 1, 3, 256, 256, 0), Events.TIME);

        // Then
        assertThat(RoundFormat.write(new RoundState.Open(round, 0, false, new RoundTraces())))
                .hasSizeLessThan(200);
    }

    @Test
    void refusesAPromptThatWouldMakeTheResultTooLarge() {
        // Given
        Provenance provenance = Provenance.newBuilder(Events.explore(ID, 16, 2, 0, 0))
                .setPrompt(new Prompt("x".repeat(50_000), List.of()))
                .build();
        Reward reward = Events.reward("q", provenance, 1.0);

        // Then
        assertThatThrownBy(() -> RoundEvents.of(reward))
                .hasMessageContainingAll("provenance.prompt", "in a round of 16 prompts write at most 131072");
    }

    @Test
    void staysSmall() {
        // Given a full round of 16 by 16
        Round round = new Round(new RoundHeader(ID, Events.TASK, 1, 3, 16, 16, 0), Events.TIME);
        for (int p = 0; p < 16; p++) {
            for (int q = 0; q < 16; q++) {
                round.add(
                        (RoundEvent.Rewarded) RoundEvents.of(Events.reward("q", Events.explore(ID, 16, 16, p, q), 1.0))
                                .orElseThrow());
            }
        }

        // Then
        assertThat(RoundFormat.write(new RoundState.Open(round, 0, false, new RoundTraces())))
                .hasSizeLessThan(4500);
    }

    @Test
    void eventsAreReadAsTheyWereWritten() {
        // Given
        RoundEvent opened = RoundEvents.of(Events.proposal("q", Events.explore(ID, 2, 2, 0, 0)))
                .orElseThrow();

        // Then
        assertThat(RoundFormat.readEvent(RoundFormat.write(opened))).isEqualTo(opened);
        assertThat(RoundFormat.readEvent(RoundFormat.write(event(1, 0, -3.5)))).isEqualTo(event(1, 0, -3.5));
        assertThat(RoundFormat.readEvent(RoundFormat.write(event(1, 0, null)))).isEqualTo(event(1, 0, null));
    }

    @Test
    void refusesAnotherFormat() {
        // Given
        byte[] bytes = RoundFormat.write(new RoundState.Closed(7));
        bytes[0] = 9;

        // Then
        assertThatThrownBy(() -> RoundFormat.readState(bytes)).hasMessageContaining("format 9");
    }

    private static TraceContext trace(int span, String flags) {
        return new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-%016x-%s".formatted(span, flags), null);
    }

    private static Round round(RoundEvent.Rewarded... events) {
        Round round = new Round(new RoundHeader(ID, Events.TASK, 1, 3, 2, 2, 0), Events.TIME);
        for (RoundEvent.Rewarded event : events) {
            round.add(event);
        }
        return round;
    }

    private static RoundEvent.Rewarded correction(int promptIndex, int queryIndex, double value, int revision) {
        RoundEvent.Rewarded event = event(promptIndex, queryIndex, value);
        return new RoundEvent.Rewarded(
                event.header(),
                promptIndex,
                queryIndex,
                event.prompt(),
                value,
                event.correct(),
                event.labelScores(),
                event.promptGradient(),
                event.features(),
                new RoundEvent.Correction(revision, "q", "p"));
    }

    private static RoundEvent.Rewarded event(int promptIndex, int queryIndex, @Nullable Double value) {
        return (RoundEvent.Rewarded)
                RoundEvents.of(Events.reward("q", Events.explore(ID, 2, 2, promptIndex, queryIndex), value))
                        .orElseThrow();
    }
}

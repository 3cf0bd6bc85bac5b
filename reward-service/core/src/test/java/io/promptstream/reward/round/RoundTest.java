package io.promptstream.reward.round;

import static io.promptstream.reward.round.SampleRounds.ID;
import static io.promptstream.reward.round.SampleRounds.correction;
import static io.promptstream.reward.round.SampleRounds.differentiated;
import static io.promptstream.reward.round.SampleRounds.event;
import static io.promptstream.reward.round.SampleRounds.round;
import static io.promptstream.reward.round.SampleRounds.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTest {
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
    void tellsTheMeanScoresOfEachPromptsLabels() {
        // Given a prompt with scores on both queries, one with scores on one, and a failure
        Round round = round(
                scored(event(0, 0, 1.0), -1f, -0.5f),
                scored(event(0, 1, 2.0), -3f, -0.1f),
                scored(event(1, 0, 3.0), -2f, -0.2f),
                event(1, 1, null));

        // When
        RoundState.Open read = (RoundState.Open)
                RoundFormat.read(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));
        var result = read.round().close(RoundClosing.COMPLETE, new MissingRewards.LeaveOut(), Events.TIME);

        // Then
        assertThat(result.getPrompts().stream().map(PromptResult::getLabelScores))
                .containsExactly(List.of(-2f, -0.3f), List.of(-2f, -0.2f));
        RoundEvent.Rewarded event = scored(correction(0, 0, 1, 2), -1f, -0.5f);
        assertThat(RoundEventFormat.read(RoundEventFormat.write(event))).isEqualTo(event);
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
                RoundFormat.read(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));

        // Then
        assertThat(RoundEventFormat.read(RoundEventFormat.write(opened))).isEqualTo(opened);
        assertThat(RoundEventFormat.read(RoundEventFormat.write(rewarded))).isEqualTo(rewarded);
        assertThat(read.begun()).isTrue();
        assertThat(read.round()
                        .close(RoundClosing.COMPLETE, new MissingRewards.LeaveOut(), Events.TIME)
                        .getDistinctQueries())
                .isEqualTo(32);
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
                RoundFormat.read(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));
        var result = read.round().close(RoundClosing.COMPLETE, new MissingRewards.LeaveOut(), Events.TIME);

        // Then
        assertThat(result.getPrompts().stream().map(PromptResult::getPromptGradient))
                .containsExactly(List.of(1.5f, 1f), List.of(0.5f, 0f));
        RoundEvent.Rewarded event = differentiated(scored(correction(0, 0, 1, 2), -1f, -0.5f), 3f);
        assertThat(RoundEventFormat.read(RoundEventFormat.write(event))).isEqualTo(event);
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
        assertThat(RoundEventFormat.read(RoundEventFormat.write(event))).isEqualTo(event);
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
    void takesTheNewestRevisionWhateverTheirOrder() {
        // Given
        Round round = round(event(0, 0, 1.0));

        // Then
        assertThat(round.add(correction(0, 0, 3.0, 2))).isTrue();
        assertThat(round.add(correction(0, 0, 2.0, 1))).isFalse();
        assertThat(round.add(event(0, 0, 1.0))).isFalse();
        RoundState.Open read = (RoundState.Open)
                RoundFormat.read(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));
        assertThat(read.round().places())
                .containsExactly(Map.entry(0, new Round.Place(Slot.CORRECT, 3, 2, List.of(), List.of())));
        assertThat(RoundEventFormat.read(RoundEventFormat.write(correction(0, 0, 3.0, 2))))
                .isEqualTo(correction(0, 0, 3.0, 2));
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
}

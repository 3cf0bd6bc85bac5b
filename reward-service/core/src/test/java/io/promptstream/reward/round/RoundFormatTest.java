package io.promptstream.reward.round;

import static io.promptstream.reward.round.SampleRounds.ID;
import static io.promptstream.reward.round.SampleRounds.event;
import static io.promptstream.reward.round.SampleRounds.round;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.RoundClosing;
import io.promptstream.reward.Events;
import org.junit.jupiter.api.Test;

class RoundFormatTest {
    @Test
    void isReadAsItWasWritten() {
        // Given
        Round round = round(event(1, 0, -3.5), event(0, 1, null));

        // When
        RoundState.Open read = (RoundState.Open)
                RoundFormat.read(RoundFormat.write(new RoundState.Open(round, 99, true, new RoundTraces())));

        // Then
        assertThat(read.deadline()).isEqualTo(99);
        assertThat(read.round().close(RoundClosing.DEADLINE, new MissingRewards.Default(-1), Events.TIME))
                .isEqualTo(round.close(RoundClosing.DEADLINE, new MissingRewards.Default(-1), Events.TIME));
        assertThat(RoundFormat.read(RoundFormat.write(new RoundState.Closed(7))))
                .isEqualTo(new RoundState.Closed(7));
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
        assertThat(RoundEventFormat.read(RoundEventFormat.write(opened))).isEqualTo(opened);
        assertThat(RoundEventFormat.read(RoundEventFormat.write(event(1, 0, -3.5))))
                .isEqualTo(event(1, 0, -3.5));
        assertThat(RoundEventFormat.read(RoundEventFormat.write(event(1, 0, null))))
                .isEqualTo(event(1, 0, null));
    }

    @Test
    void refusesAnotherFormat() {
        // Given
        byte[] bytes = RoundFormat.write(new RoundState.Closed(7));
        bytes[0] = 9;

        // Then
        assertThatThrownBy(() -> RoundFormat.read(bytes)).hasMessageContaining("format 9");
    }
}

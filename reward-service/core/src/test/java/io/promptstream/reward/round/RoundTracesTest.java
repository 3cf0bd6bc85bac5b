package io.promptstream.reward.round;

import static io.promptstream.reward.round.SampleRounds.round;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.reward.Events;
import io.promptstream.reward.RewardTraces.TracedQuery;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTracesTest {
    @Test
    void keepsWhereTheTracesOfItsQueriesStand() {
        // Given
        RoundTraces traces = new RoundTraces();
        traces.rewarded(1, trace(1, "01"), Instant.ofEpochMilli(5));
        traces.rewarded(0, trace(2, "00"), Events.TIME);
        traces.rewarded(1, trace(3, "01"), Instant.ofEpochMilli(6));

        // When
        RoundState.Open read =
                (RoundState.Open) RoundFormat.read(RoundFormat.write(new RoundState.Open(round(), 99, true, traces)));

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

    private static TraceContext trace(int span, String flags) {
        return new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-%016x-%s".formatted(span, flags), null);
    }
}

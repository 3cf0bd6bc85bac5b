package io.promptstream.reward.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void isTheLastHourUnlessTold() {
        assertThat(TimeRange.parse(null, null, NOW))
                .isEqualTo(new TimeRange(Instant.parse("2026-01-31T11:00:00Z"), NOW));
    }

    @Test
    void isAsTold() {
        assertThat(TimeRange.parse("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NOW))
                .isEqualTo(new TimeRange(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z")));
    }

    @Test
    void namesTheFieldThatIsWrong() {
        assertThatThrownBy(() -> TimeRange.parse("yesterday", null, NOW))
                .hasMessage("from is \"yesterday\"; write a time such as 2026-01-31T12:00:00Z");
        assertThatThrownBy(() -> TimeRange.parse("2026-02-01T00:00:00Z", null, NOW))
                .hasMessage("from is after to; write an earlier time");
    }
}

package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadLetterLogTest {
    private static final int SHOWN = 200;

    private final DeadLetterLog log = new DeadLetterLog();

    @Test
    void countsWhatItNoLongerShows() {
        // When
        log.addOlder(7);
        for (int offset = 0; offset <= SHOWN; offset++) {
            log.add(letter(offset), offset + 1);
        }

        // Then
        assertThat(log.total()).isEqualTo(7 + SHOWN + 1);
        assertThat(log.rowsSince(0)).hasSize(SHOWN);
        assertThat(log.find(letter(0).place())).isEmpty();
    }

    @Test
    void countsALetterOnce() {
        // When
        log.add(letter(3), 1);
        log.add(letter(3), 2);

        // Then
        assertThat(log.total()).isEqualTo(1);
        assertThat(log.rowsSince(1)).isEmpty();
    }

    private static DeadLetterRow letter(long offset) {
        return new DeadLetterRow(
                "letters", 0, offset, "queries", 0, offset, "key", "reason", null, "service", Instant.EPOCH, 8, null);
    }
}

package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterLogTest {
    private static final int SHOWN = 200;

    private final DeadLetterLog log = new DeadLetterLog();

    @Test
    void countsWhatItNoLongerShows() {
        // When
        log.addOlder("letters", 7);
        log.addOlder("others", 1);
        for (int offset = 0; offset <= SHOWN; offset++) {
            log.add(letter(offset), offset + 1);
        }

        // Then
        assertThat(log.counts()).isEqualTo(Map.of("letters", 7L + SHOWN + 1, "others", 1L));
        assertThat(log.rowsSince(0)).hasSize(SHOWN);
        assertThat(log.find(letter(0).place())).isEmpty();
    }

    @Test
    void countsALetterOnce() {
        // When
        log.add(letter(3), 1);
        log.add(letter(3), 2);

        // Then
        assertThat(log.counts()).isEqualTo(Map.of("letters", 1L));
        assertThat(log.rowsSince(1)).isEmpty();
    }

    private static DeadLetterRow letter(long offset) {
        return new DeadLetterRow(
                "letters",
                0,
                offset,
                "queries",
                0,
                offset,
                "key",
                null,
                null,
                "reason",
                null,
                "service",
                Instant.EPOCH,
                8,
                true,
                null);
    }
}

package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.Prompt;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.reward.Events;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PromptBoardTest {
    private final Memory memory = new Memory();
    private final PromptBoard board = new PromptBoard(new TokenTexts(Map.of()), memory);

    @Test
    void ranksByWhatAPromptHasShownThatItEarnsAtLeast() {
        // Given one lucky use, a few good ones and many middling ones
        earn("lucky", 90);
        for (int use = 0; use < 4; use++) {
            earn("good", 50 + 20 * (use % 2));
        }
        for (int use = 0; use < 100; use++) {
            earn("steady", 55 + 2 * (use % 2));
        }

        // When
        List<PromptRow> rows = board.rowsSince(0, 1, PromptRecord.id("good"));

        // Then
        assertThat(rows)
                .extracting(row -> row.rank() + " " + row.prompt().text())
                .containsExactlyInAnyOrder("1 steady", "2 good", "3 lucky");
        PromptRow good = row(rows, "good");
        // The sample deviation of 50, 70, 50, 70 is the root of 400 / 3.
        assertThat(good.deviation()).isEqualTo(Math.sqrt(400.0 / 3), within(1e-9));
        assertThat(good.upper()).isEqualTo(60 + 1.959964 * Math.sqrt(400.0 / 3) / 2, within(1e-9));
        assertThat(good.serving()).isTrue();
        assertThat(row(rows, "lucky").lower()).isNull();
    }

    @Test
    void tellsOfAPromptThatHasLeftTheBoardAndNotOfThoseThatNeverWereOnIt() {
        // Given
        for (int prompt = 0; prompt < PromptBoard.BEST; prompt++) {
            earn("p" + prompt, 10 + prompt);
            earn("p" + prompt, 10 + prompt);
        }
        board.rowsSince(0, 1, null);

        // When
        earn("better", 1_000);
        earn("better", 1_000);
        earn("worse", 0);
        earn("worse", 0);
        List<PromptRow> rows = board.rowsSince(1, 2, null);

        // Then
        assertThat(row(rows, "p0").rank()).isNull();
        assertThat(row(rows, "better").rank()).isEqualTo(1);
        assertThat(rows).extracting(row -> row.prompt().text()).doesNotContain("worse");
    }

    @Test
    void staysBoundedAndKeepsTheBest() {
        // When
        earn("best", 99);
        earn("best", 99);
        for (int prompt = 0; prompt < 10_000; prompt++) {
            earn("p" + prompt, 1);
        }

        // Then
        List<PromptRow> rows = board.rowsSince(0, 1, null);
        assertThat(rows).hasSize(PromptBoard.BEST);
        assertThat(row(rows, "best").uses()).isEqualTo(2);
        assertThat(board.find(row(rows, "best").id())).isPresent();
    }

    @Test
    void takesLessRoomTheMoreTasksThereAre() {
        // When
        memory.tasks(400);
        for (int prompt = 0; prompt < 1_000; prompt++) {
            earn("p" + prompt, 1);
        }

        // Then
        assertThat(board.rowsSince(0, 1, null)).hasSizeLessThanOrEqualTo(55);
    }

    @Test
    void takesNoMoreThanItsShareOfBytes() {
        // When
        for (int prompt = 0; prompt < 5_000; prompt++) {
            earn("p" + prompt + "x".repeat(1 << 14), prompt);
        }

        // Then each is cut to about eight thousand bytes
        memory.tasks(100);
        board.forget(2);
        assertThat(board.rowsSince(0, 3, null)).hasSizeBetween(10, 100);
    }

    private void earn(String prompt, double value) {
        Provenance provenance = Provenance.newBuilder(Events.explore(UUID.randomUUID(), 1, 1, 0, 0))
                .setPrompt(new Prompt(prompt, List.of(1)))
                .build();
        Reward reward = Events.reward("q", provenance, value);
        String id = PromptRecord.id(prompt);
        board.earned(provenance, CountedReward.of(reward, 0, reward.getRewardedAt(), id, memory.nextExample()), 1);
    }

    private static PromptRow row(List<PromptRow> rows, String prompt) {
        return rows.stream()
                .filter(row -> row.prompt().text().equals(prompt))
                .findAny()
                .orElseThrow();
    }
}

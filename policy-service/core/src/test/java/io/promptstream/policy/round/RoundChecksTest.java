package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Prompt;
import io.promptstream.event.RoundResult;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoundChecksTest {
    @Test
    void namesThePromptThatNoSnapshotShouldHold() {
        assertThat(RoundChecks.problem(round(new Prompt("x".repeat(16_384), List.of(1)))))
                .isEmpty();
        assertThat(RoundChecks.problem(round(new Prompt("é".repeat(16_384), List.of(1)))))
                .contains("prompts[1].prompt.text has 32768 bytes; write at most 16384");
        assertThat(RoundChecks.problem(round(new Prompt("x", Collections.nCopies(1_025, 1)))))
                .contains("prompts[1].prompt.tokens has 1025 entries; write at most 1024");
    }

    private static RoundResult round(Prompt second) {
        RoundResult round = RoundResult.newBuilder(RoundSamples.result(new UUID(1, 1), "task", 0))
                .build();
        round.getPrompts().get(1).put("prompt", second);
        return round;
    }
}

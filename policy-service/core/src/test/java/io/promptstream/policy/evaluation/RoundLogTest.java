package io.promptstream.policy.evaluation;

import static io.promptstream.policy.evaluation.LoggedParts.imputed;
import static io.promptstream.policy.evaluation.LoggedParts.result;
import static io.promptstream.policy.evaluation.LoggedParts.reward;
import static io.promptstream.policy.evaluation.LoggedParts.round;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptOrigin;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundLogTest {
    private final RoundLog log = new RoundLog();

    @Test
    void onlyWhatThePolicyDrewHasAPropensityAndOnlyMeasuredRewardsCount() {
        // When
        LoggedRound logged = log.take(round(
                        1,
                        result(PromptOrigin.CHAMPION, 1, 1, reward(7)),
                        result(PromptOrigin.CONTENDER, 2, 1, reward(8)),
                        result(PromptOrigin.SAMPLED, 3, 0, reward(2), reward(4), imputed(90)),
                        result(PromptOrigin.SAMPLED, 4, 0, imputed(90)),
                        result(PromptOrigin.UNKNOWN, 5, 0, reward(1))))
                .orElseThrow();

        // Then
        assertThat(logged.drawn()).singleElement().satisfies(drawn -> {
            assertThat(drawn.prompt().tokens()).containsExactly(3);
            assertThat(drawn.reward()).isEqualTo(3);
            assertThat(drawn.logPropensity()).isEqualTo(Math.log(0.5));
        });
        assertThat(logged.chosen().stream().map(LoggedPrompt::reward)).containsExactly(7.0, 8.0);
        assertThat(log.leftOut()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsCountedByItsReason() {
        // When
        log.take(round(
                1, result(PromptOrigin.SAMPLED, 3, 2, reward(2)), result(PromptOrigin.CHAMPION, 1, 1, reward(5))));
        log.take(round(2, result(PromptOrigin.SAMPLED, 3, 8, reward(2))));
        log.take(round(2, result(PromptOrigin.SAMPLED, 3, 8, reward(2))));
        log.take(round(3, result(PromptOrigin.SAMPLED, 3, 0, imputed(2))));
        log.take(round(4, result(PromptOrigin.UNKNOWN, 3, 0, reward(2))));

        // Then a cut to all candidates is none
        assertThat(log.read()).isEqualTo(5);
        assertThat(log.leftOut())
                .isEqualTo(Map.of(
                        LeftOut.TRUNCATED, 1L,
                        LeftOut.DUPLICATE, 1L,
                        LeftOut.NO_REWARDS, 1L,
                        LeftOut.NOTHING_DRAWN, 1L));
    }
}

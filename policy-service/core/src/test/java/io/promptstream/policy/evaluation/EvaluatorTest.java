package io.promptstream.policy.evaluation;

import static io.promptstream.policy.evaluation.LoggedParts.chosen;
import static io.promptstream.policy.evaluation.LoggedParts.drawn;
import static io.promptstream.policy.evaluation.LoggedParts.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.policy.learning.WrittenPrompt;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final WrittenPrompt GOOD = prompt(1);
    private static final WrittenPrompt BAD = prompt(2);

    @Test
    void estimatesFollowTheFormulas() {
        // Given rounds of two draws, of which the good prompt is one in four
        Random random = new Random(3);
        Evaluator evaluator = new Evaluator(List.of(Target.of(GOOD)));
        double weighted = 0;
        double weights = 0;
        double squares = 0;
        double logged = 0;
        int rounds = 400;

        // When
        for (int n = 0; n < rounds; n++) {
            LoggedPrompt first = draw(random);
            LoggedPrompt second = draw(random);
            evaluator.add(new LoggedRound(List.of(first, second), List.of()));
            double weight = (weight(first) + weight(second)) / 2;
            weights += weight;
            squares += weight * weight;
            weighted += (weight(first) * first.reward() + weight(second) * second.reward()) / 2;
            logged += (first.reward() + second.reward()) / 2;
        }
        Evaluation evaluation = evaluator.finish(0).getFirst();

        // Then
        assertThat(evaluation.basis()).isEqualTo(Evaluation.Basis.DRAWN);
        assertThat(evaluation.refusals()).isEmpty();
        assertThat(evaluation.meanWeight()).isCloseTo(weights / rounds, within(1e-9));
        assertThat(evaluation.logging().orElseThrow().value()).isCloseTo(logged / rounds, within(1e-9));
        Estimate ips = Objects.requireNonNull(evaluation.estimates().get(Estimator.IPS));
        assertThat(ips.value()).isCloseTo(weighted / rounds, within(1e-9));
        assertThat(ips.effectiveSampleSize()).isCloseTo(weights * weights / squares, within(1e-6));
        assertThat(ips.rounds()).isEqualTo(rounds);
        Estimate snips = Objects.requireNonNull(evaluation.estimates().get(Estimator.SNIPS));
        assertThat(snips.value()).isCloseTo(weighted / weights, within(1e-9));
        // The model leaves nothing but noise, so its estimate is the most certain one
        Estimate dr = Objects.requireNonNull(evaluation.estimates().get(Estimator.DR));
        assertThat(dr.value()).isCloseTo(10, within(4 * dr.standardError()));
        assertThat(dr.standardError()).isLessThan(ips.standardError() / 2);
        assertThat(dr.lower()).isLessThan(10).isLessThan(dr.upper());
    }

    @Test
    void aPromptThatWasTriedOnPurposeIsMeasuredWhereItWas() {
        // Given
        Evaluator evaluator = new Evaluator(List.of(Target.of(GOOD), Target.of(BAD)));

        // When
        for (int n = 0; n < 60; n++) {
            evaluator.add(new LoggedRound(
                    List.of(drawn(BAD, 0.75, 1)), n % 3 == 0 ? List.of() : List.of(chosen(GOOD, n % 3))));
        }
        List<Evaluation> evaluations = evaluator.finish(0);

        // Then
        assertThat(evaluations.getFirst().basis()).isEqualTo(Evaluation.Basis.TRIED);
        assertThat(evaluations.getFirst().roundsTried()).isEqualTo(40);
        assertThat(evaluations.getFirst().estimates().values()).allSatisfy(estimate -> {
            assertThat(estimate.value()).isEqualTo(1.5);
            assertThat(estimate.standardError()).isCloseTo(0.5 / Math.sqrt(39), within(1e-9));
        });
        assertThat(evaluations.getLast().basis()).isEqualTo(Evaluation.Basis.DRAWN);
    }

    @Test
    void refusesWithTheReasonWhatRoundsCannotTell() {
        // Given
        LoggedRound bad = new LoggedRound(List.of(drawn(BAD, 0.5, 1)), List.of());
        LoggedRound rare = new LoggedRound(List.of(drawn(GOOD, 1e-3, 1)), List.of());
        LoggedRound truncated = new LoggedRound(List.of(), List.of());

        // Then
        assertThat(refusals(0, truncated, 0, bad, 0)).containsOnly(Refusal.Reason.NO_ROUNDS);
        assertThat(refusals(50, truncated, 50, bad, 1)).containsOnly(Refusal.Reason.ALL_TRUNCATED);
        assertThat(refusals(0, truncated, 0, bad, 300)).containsOnly(Refusal.Reason.NO_OVERLAP);
        assertThat(refusals(3, rare, 0, bad, 300)).containsOnly(Refusal.Reason.SMALL_EFFECTIVE_SAMPLE);
        assertThat(refusals(300, rare, 0, bad, 300)).containsOnly(Refusal.Reason.IMPLAUSIBLE_WEIGHTS);
    }

    private static List<Refusal.Reason> refusals(
            int first, LoggedRound ofFirst, long truncated, LoggedRound second, int ofSecond) {
        Evaluator evaluator = new Evaluator(List.of(Target.of(GOOD)));
        for (int n = 0; n < ofSecond; n++) {
            evaluator.add(second);
        }
        for (int n = 0; n < first; n++) {
            evaluator.add(ofFirst);
        }
        Evaluation evaluation = evaluator.finish(truncated).getFirst();
        assertThat(evaluation.estimates()).isEmpty();
        assertThat(evaluation.refusals())
                .hasSize(3)
                .allSatisfy(
                        refusal -> assertThat(refusal.message()).isNotBlank().doesNotContain("%"));
        return evaluation.refusals().stream().map(Refusal::reason).toList();
    }

    private static LoggedPrompt draw(Random random) {
        boolean good = random.nextInt(4) == 0;
        return drawn(good ? GOOD : BAD, good ? 0.25 : 0.75, (good ? 10 : 2) + 0.1 * random.nextGaussian());
    }

    private static double weight(LoggedPrompt logged) {
        return logged.prompt().equals(GOOD) ? 4 : 0;
    }
}

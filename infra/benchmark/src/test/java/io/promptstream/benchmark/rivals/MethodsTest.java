package io.promptstream.benchmark.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.LabelCalibration;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicyPrior;
import io.promptstream.local.display.CommandException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MethodsTest {
    private final Opinions opinions = new Opinions();

    @AfterEach
    void close() {
        opinions.close();
    }

    /** However few calls there are. */
    static Stream<Arguments> searches() {
        return Stream.of(
                        "no-prompt",
                        "hand-written",
                        "best-word",
                        "random-phrases",
                        "coordinate-search",
                        "hand-written-calibrated",
                        "random-phrases-calibrated",
                        "coordinate-search-calibrated",
                        "bandit",
                        "rlprompt-published",
                        "rlprompt-replay",
                        "autoprompt",
                        "soft-prompt",
                        "promptstream-autoprompt")
                .flatMap(name -> Stream.of(0L, 40L, 700L).map(budget -> Arguments.of(name, budget)));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void keepsWithinItsCallsAndSearchesTheSameAgain(String name, long budget) {
        assertThat(served(name, budget)).isNotEmpty().isEqualTo(served(name, budget));
    }

    private static List<Point> served(String name, long budget) {
        try (var fresh = new Opinions()) {
            var model = fresh.counted(budget);
            var problem = fresh.problem(8);
            var served = new ServedPrompts(problem, model);
            Methods.of(name).search(problem, model, served, 3);
            assertThat(model.calls()).isLessThanOrEqualTo(budget);
            return served.measured(problem.dev());
        }
    }

    @Test
    void takesTheHandWrittenPromptThatIsBestOnDev() {
        // Given "good", which ruins the inputs that say nothing, and "bad", which makes these right, and every good one
        // a tie
        var dev = opinions.problem(8).dev();
        int order = Selection.BETTER.compare(
                opinions.counted(8).measure("good", dev), opinions.counted(8).measure("bad", dev));
        assertThat(order).isNotZero();

        // Then
        assertThat(served("hand-written", 40).getLast().prompt()).isEqualTo(order > 0 ? "good" : "bad");
        assertThat(served("no-prompt", 40)).extracting(Point::prompt).containsExactly("");
    }

    @Test
    void aSoftPromptLearnsWhatNoWordSays() {
        // Given inputs that say nothing, which are bad: a word for bad would make ties of the good ones
        assertThat(served("no-prompt", 0).getLast().accuracy()).isEqualTo(0.75);

        // When
        var soft = served("soft-prompt", 4_000).getLast();

        // Then
        assertThat(soft.accuracy()).isGreaterThan(0.75);
        assertThat(soft.prompt()).startsWith("<soft prompt 3 x 256, step ");
    }

    @ParameterizedTest
    @CsvSource({
        "rlprompt-published, RLPROMPT, NONE, NONE",
        "rlprompt-replay, RLPROMPT, NONE, NONE",
        "promptstream-rlprompt, RLPROMPT, NONE, BATCH",
        "autoprompt, AUTOPROMPT, NONE, NONE",
        "promptstream-autoprompt, AUTOPROMPT, NONE, BATCH",
        "soft-prompt, SOFT_PROMPT, NONE, NONE",
        "promptstream-uncalibrated, BAYESIAN, NONE, NONE",
        "promptstream, BAYESIAN, NONE, BATCH",
        "promptstream-prior, BAYESIAN, HAND_WRITTEN, BATCH"
    })
    void policiesAreOfTheirOwnKindWhateverTheTaskSays(
            String name, PolicyKind kind, PolicyPrior prior, LabelCalibration calibration) {
        var task = ((OnlinePolicy) Methods.of(name)).settings().of(opinions.file);
        assertThat(task.getPolicy().getKind()).isEqualTo(kind);
        assertThat(task.getPolicy().getPrior()).isEqualTo(prior);
        assertThat(task.getCalibration()).isEqualTo(calibration);
    }

    @Test
    void namesAreDifferentAndAnUnknownOneIsRefused() {
        assertThat(Methods.ALL).map(Method::name).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Methods.of("magic"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("'magic' is no method")
                .hasMessageContaining("coordinate-search");
    }
}

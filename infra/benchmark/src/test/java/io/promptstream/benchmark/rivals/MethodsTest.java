package io.promptstream.benchmark.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.local.display.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MethodsTest {
    private final Opinions opinions = new Opinions();

    @AfterEach
    void close() {
        opinions.close();
    }

    /** However few calls there are. */
    static Stream<Arguments> searches() {
        return Stream.of("no-prompt", "hand-written", "best-word", "random-phrases", "coordinate-search", "bandit")
                .flatMap(name -> Stream.of(0L, 40L, 700L).map(budget -> Arguments.of(name, budget)));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void keepsWithinItsCallsAndSearchesTheSameAgain(String name, long budget) {
        assertThat(served(name, budget)).isNotEmpty().isEqualTo(served(name, budget));
    }

    private List<String> served(String name, long budget) {
        var served = new ArrayList<String>();
        var model = opinions.counted(budget);
        Methods.of(name).search(opinions.problem(8), model, served::add, 3);
        assertThat(model.calls()).isLessThanOrEqualTo(budget);
        return served;
    }

    @Test
    void takesTheHandWrittenPromptThatIsBestOnDev() {
        // "good" ruins the inputs that say nothing; "bad" makes these right, and every good one a tie
        assertThat(served("hand-written", 40).getLast()).isIn("good", "bad");
        assertThat(served("no-prompt", 40)).containsExactly("");
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

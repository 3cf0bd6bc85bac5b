package io.promptstream.benchmark.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalvingTest {
    private final Opinions opinions = new Opinions();

    @AfterEach
    void close() {
        opinions.close();
    }

    @Test
    void keepsTheBestPromptsInTheirOrder() {
        // Given inputs of which "bad" answers one in four rightly that no prompt does, and "good good" ruins some
        var model = opinions.counted(1000);
        var halving = new Halving(model, Opinions.inputs("train", 16), 1);

        // When
        var best = halving.best(List.of("good good", "neutral", "bad", "other", "bad bad bad", "neutral"), 2, 2);

        // Then
        assertThat(best).hasSize(2);
        assertThat(best.getFirst().prompt()).isEqualTo("neutral");
        assertThat(best).isSortedAccordingTo((one, other) -> Double.compare(other.reward(), one.reward()));
    }

    @ParameterizedTest
    @CsvSource({"64,1,1", "64,3,8", "5,2,1", "2,40,1", "3,1,8"})
    void foretellsWhatItTakes(int prompts, int first, int kept) {
        // Given
        var model = opinions.counted(100_000);
        var halving = new Halving(model, Opinions.inputs("train", 20), 1);

        // When
        halving.best(
                IntStream.range(0, prompts).mapToObj(number -> "p" + number).toList(), first, kept);

        // Then
        assertThat(model.calls()).isEqualTo(halving.calls(prompts, first, kept));
    }

    @Test
    void triesAsManyPromptsAsTheCallsAreEnoughFor() {
        var halving = new Halving(opinions.counted(0), Opinions.inputs("train", 32), 1);

        int prompts = halving.affordable(4000, 4, 8);

        assertThat(halving.calls(prompts, 4, 8)).isLessThanOrEqualTo(4000);
        assertThat(halving.calls(2 * prompts, 4, 8)).isGreaterThan(4000);
        assertThat(halving.first(prompts, 4000, 8)).isGreaterThanOrEqualTo(4);
        assertThat(halving.first(prompts, prompts - 1, 8)).isZero();
    }

    @Test
    void usesInputsOfEveryLabelFromTheStart() {
        // Given a file that is sorted by its labels
        var model = opinions.counted(1000);
        var sorted = Stream.concat(
                        IntStream.range(0, 30).mapToObj(number -> Opinions.input("p" + number, "positive")),
                        IntStream.range(0, 10).mapToObj(number -> Opinions.input("n" + number, "negative")))
                .toList();

        // When two prompts that each please one label are tried on four inputs, three in four positive
        var best = new Halving(model, sorted, 7).best(List.of("bad", "good"), 4, 2);

        // Then
        assertThat(best.getFirst().prompt()).isEqualTo("good");
        assertThat(best.getLast().reward()).isLessThan(0).isGreaterThan(-180);
    }
}

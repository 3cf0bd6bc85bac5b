package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.reward.Events;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RougeLTest {

    /** The example of Lin 2004, section 3.1, where beta is 1. */
    @ParameterizedTest
    @CsvSource({
        "police kill the gunman, 75",
        "the gunman kill police, 50",
        "the gunman police killed, 50",
        "police killed the gunman, 100",
        "nobody, 0",
        "'', 0"
    })
    void countsWordsInTheOrderOfTheReference(String answer, double reward) {
        assertThat(scored(answer, "police killed the gunman").value()).isEqualTo(reward, within(1e-9));
    }

    @Test
    void saysWhatItIsMadeOf() {
        // When
        Scoring.Scored scored = scored("a x b y", "a b c");

        // Then
        assertThat(scored.components()).containsEntry("precision", 0.5).containsEntry("scale", 100.0);
        assertThat(scored.components().get("recall")).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(scored.correct()).isFalse();
        assertThat(scored("A, b: C!", "a b c").correct()).isTrue();
    }

    @Test
    void wordsNeedNoBlanks() {
        assertThat(scored(
                                "\u6211\u559c\u6b22\u5317\u4eac\u7684\u51ac\u5929",
                                "\u6211\u559c\u6b22\u5317\u4eac\u7684\u590f\u5929")
                        .value())
                .isBetween(50.0, 99.0);
        assertThat(scored("C# and -5", "C and 5").value()).isEqualTo(100.0 / 3, within(1e-9));
    }

    @Test
    void isWhatTheUsualTableGives() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            String answer = letters(random, 90);
            String reference = letters(random, 80) + "a";

            int common = table(answer.replace(" ", ""), reference.replace(" ", ""));
            assertThat(scored(answer, reference).components().get("recall"))
                    .isEqualTo((double) common / reference.replace(" ", "").length(), within(1e-12));
        }
    }

    @Test
    void longTextsTakeLittleTime() {
        String text = "one two three ".repeat(5000);

        assertThat(scored(text, text).value()).isEqualTo(100);
    }

    @Test
    void refusesAReferenceWithoutWords() {
        assertThat(new RougeL().score(Events.text("q", "yes"), new Evidence("?!", null)))
                .isInstanceOf(Scoring.UnusableReference.class);
        assertThat(new RougeL().objection("?!", Events.task())).isPresent();
        assertThat(new RougeL().score(Events.text("q", "yes"), Evidence.NONE)).isInstanceOf(Scoring.Unreferenced.class);
    }

    private static String letters(Random random, int most) {
        StringBuilder letters = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            letters.append((char) ('a' + random.nextInt(4))).append(' ');
        }
        return letters.toString();
    }

    private static int table(String one, String other) {
        int[][] lengths = new int[one.length() + 1][other.length() + 1];
        for (int i = 1; i <= one.length(); i++) {
            for (int j = 1; j <= other.length(); j++) {
                lengths[i][j] = one.charAt(i - 1) == other.charAt(j - 1)
                        ? lengths[i - 1][j - 1] + 1
                        : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
            }
        }
        return lengths[one.length()][other.length()];
    }

    private static Scoring.Scored scored(String answer, String reference) {
        return (Scoring.Scored) new RougeL().score(Events.text("q", answer), new Evidence(reference, null));
    }
}

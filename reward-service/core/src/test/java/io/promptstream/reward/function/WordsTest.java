package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "C#, C++",
        "C#, C",
        "5, -5",
        "5, \u22125",
        "3.14, 3",
        "3.14, 314",
        "5%, 5",
        "5 \u20ac, 5",
        "caf\u00e9, cafe",
        "\uD83D\uDE00, \uD83D\uDE22",
        "\uD83D\uDC4D\uD83C\uDFFD, \uD83D\uDC4D",
        "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67, \uD83D\uDC68\uD83D\uDC69\uD83D\uDC67",
        "\uD83C\uDDE9\uD83C\uDDEA, \uD83C\uDDEB\uD83C\uDDF7"
    })
    void whatMeansSomethingElseDiffers(String one, String other) {
        assertThat(Words.of(one)).isNotEmpty().isNotEqualTo(Words.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "caf\u00e9, cafe\u0301",
        "\uff21\uff22\uff23 \uff11\uff12, abc 12",
        "\uff76\uff9e, \u30ac",
        "stra\u00dfe, STRASSE",
        "-5, \u22125",
        "'The train, at NINE!', the train at nine",
        "(c++), C++.",
        "\ufeffyes\u200b, yes",
        "'10-5', '10 5'",
        "covid-19, Covid 19",
        "\uac00, \u1100\u1161"
    })
    void whatMeansTheSameIsEqual(String one, String other) {
        assertThat(Words.of(one)).isNotEmpty().isEqualTo(Words.of(other));
    }

    @Test
    void lettersAndDigitsAreWordsAsTheyStand() {
        assertThat(Words.of("The 3 trains leave at 0915 from A4"))
                .containsExactly("the", "3", "trains", "leave", "at", "0915", "from", "a4");
        assertThat(Words.of("pi is 3.14, or -3,5; 1+1=2"))
                .containsExactly("pi", "is", "3.14", "or", "-3,5", "1", "+", "1", "=", "2");
    }

    @Test
    void textsWithoutBlanksHaveWordsToo() {
        // Given Chinese, Japanese and Thai
        assertThat(Words.of("我喜欢北京的冬天")).contains("北京", "冬天").hasSizeGreaterThan(3);
        assertThat(Words.of("東京へ行きました")).contains("東京").hasSizeGreaterThan(2);
        assertThat(Words.of("ฉันรักประเทศไทย")).startsWith("ฉัน", "รัก");
    }

    @Test
    void nothingDependsOnTheMachinesLanguage() {
        // Given
        Locale before = Locale.getDefault();
        List<String> expected = Words.of("TITLE Iı İ");

        // When
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));

            // Then
            assertThat(Words.of("TITLE Iı İ")).isEqualTo(expected);
            assertThat(expected).startsWith("title");
            assertThat(Words.of("İ")).isEqualTo(Words.of("i\u0307"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anyTextIsCut() {
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of("\u0000\u200b\ufeff\ud800 ?! \udc00")).isEmpty();
        assertThat(Words.of("\u0301\u0301")).isEmpty();
        assertThat(Words.of("a".repeat(1 << 20))).hasSize(1);
        assertThat(Words.of("\u4eba".repeat(1 << 18))).isNotEmpty();
    }
}

package io.promptstream.task.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Label;
import io.promptstream.task.label.LabelParser.Reading;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelParserTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            card                                         | card
            card-payment                                 | card-payment
            Card-Payment.                                | card-payment
            card payment                                 | card-payment
            CARD_PAYMENT                                 | card-payment
            "card-payment"                               | card-payment
            **card-payment**                             | card-payment
            `  _loan_`                                   | loan
            «loan»                                       | loan
            - loan                                       | loan
            {"label": "card-payment"}                    | card-payment
            \\boxed{loan}                                | loan
            ＬＯＡＮ                                      | loan
            The label is card-payment, not card.         | card-payment
            It is not a loan but a card-payment          | card-payment
            It isn't a loan, it is a card.               | card
            not card but loan                            | loan
            nicht card sondern loan                      | loan
            Either card or loan fits. Answer: loan       | loan
            **Answer:** card-payment (a card was named)  | card-payment
            Loan. The card is mentioned in passing.      | loan
            card or loan?\\nloan                         | loan
            """)
    void readsTheLabelThatIsNamed(String text, String label) {
        assertThat(read(text.replace("\\n", "\n"), "card", "card-payment", "loan"))
                .isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not a loan",
                "neither card nor loan",
                "This is no card",
                "not mainly loan",
                "non-loan",
                "discard",
                "cards",
                "card or loan",
                "card, loan",
                "card-holder",
                "I cannot tell from this.",
                "…"
            })
    void refusesWhatIsDeniedAmbiguousOrNotThere(String text) {
        assertThat(reading(text, false, "card", "card-payment", "loan"))
                .isInstanceOfSatisfying(
                        Reading.Unclear.class,
                        unclear -> assertThat(unclear.reason()).contains("the reply", text));
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(reason("card or loan")).contains("several of the task's labels", "card", "loan");
        assertThat(reason("not a loan")).contains("which of the task's labels it is not");
        assertThat(reason("cooking")).contains("none of the task's labels", "\"cooking\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            C++   | C++
            C     | C
            C#    | C#
            c#.   | C#
            """)
    void tellsSymbolsApart(String text, String label) {
        assertThat(read(text, "C", "C++", "C#")).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5     | 5
            -5    | -5
            5.    | 5
            """)
    void tellsNumbersApart(String text, String label) {
        assertThat(read(text, "5", "-5", "4")).isEqualTo(label);
    }

    @Test
    void aPartOfANumberIsNone() {
        assertThat(reading("4.5", false, "4", "5")).isInstanceOf(Reading.Unclear.class);
        assertThat(reading("-5", false, "4", "5")).isInstanceOf(Reading.Unclear.class);
        assertThat(reading("15", false, "4", "5")).isInstanceOf(Reading.Unclear.class);
    }

    @Test
    void readsScriptsWithoutBlanks() {
        assertThat(read("这是正面的", "正面", "负面")).isEqualTo("正面");
        assertThat(read("不是正面，是负面", "正面", "负面")).isEqualTo("负面");
        assertThat(read("Tre\u0300s bien", "tr\u00e8s bien", "bien")).isEqualTo("tr\u00e8s bien");
        assertThat(read("Да.", "да", "нет")).isEqualTo("да");
    }

    @Test
    void readsYesAndNo() {
        assertThat(read("No", "yes", "no")).isEqualTo("no");
        assertThat(read("No.", "yes", "no")).isEqualTo("no");
        assertThat(read("Yes", "yes", "no")).isEqualTo("yes");
    }

    @Test
    void readsMarksThatAreLabels() {
        assertThat(read("+", "+", "-")).isEqualTo("+");
        assertThat(read("👎", "👍", "👎")).isEqualTo("👎");
    }

    @Test
    void doesNotTakeTheBeginningOfAWordThatWasCutOff() {
        assertThat(reading("card", true, "card", "card-payment"))
                .isInstanceOfSatisfying(
                        Reading.Unclear.class,
                        unclear -> assertThat(unclear.reason())
                                .contains("may continue", "finish_reason length", "taskModel.maxTokens"));
        assertThat(reading("card-pay", true, "card", "card-payment")).isInstanceOf(Reading.Unclear.class);
        assertThat(reading("card-payment", true, "card", "card-payment")).isInstanceOf(Reading.Named.class);
        assertThat(reading("card", false, "card", "card-payment")).isInstanceOf(Reading.Named.class);
    }

    @Test
    void readsAnAnswerThatWillNotEndInNoTime() {
        assertThat(read("card " + "\n".repeat(1_000_000), "card", "loan")).isEqualTo("card");
        assertThat(read("x ".repeat(1_000_000) + "Answer: loan", "card", "loan"))
                .isEqualTo("loan");
        assertThat(reading("card loan ".repeat(100_000), true, "card", "loan")).isInstanceOf(Reading.Unclear.class);
    }

    @Test
    void knowsALabelByItsNameToo() {
        // Given
        List<Label> labels = List.of(new Label("MONEY", "banking"), new Label("banking trip", "travel"));

        // When / Then
        assertThat(LabelParser.read("money", labels, LabelForm.of(labels), false))
                .isInstanceOfSatisfying(
                        Reading.Named.class, named -> assertThat(named.label()).isZero());
        assertThat(LabelParser.read("Banking trip", labels, LabelForm.of(labels), false))
                .isInstanceOfSatisfying(
                        Reading.Named.class, named -> assertThat(named.label()).isEqualTo(1));
    }

    private static String reason(String text) {
        return ((Reading.Unclear) reading(text, false, "card", "card-payment", "loan")).reason();
    }

    private static String read(String text, String... words) {
        assertThat(reading(text, false, words)).as(text).isInstanceOf(Reading.Named.class);
        return words[((Reading.Named) reading(text, false, words)).label()];
    }

    private static Reading reading(String text, boolean cutOff, String... words) {
        List<Label> labels = Stream.of(words).map(word -> new Label(word, word)).toList();
        return LabelParser.read(text, labels, LabelForm.of(labels), cutOff);
    }
}

package io.promptstream.task.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.Label;
import io.promptstream.event.LabelScore;
import io.promptstream.task.model.LabelScores;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.reply.ChatReply;
import io.promptstream.task.remote.reply.ChatReply.Step;
import io.promptstream.task.remote.reply.ChatReply.TokenChance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemoteLabelsTest {
    private static final TokenUsage TOKENS = new TokenUsage(9, 1);
    private static final List<Label> ROUTES = List.of(new Label("MONEY", "banking"), new Label("TRIP", "travel"));

    @Test
    void labelsThatBeginAlikeGoByTheText() {
        // Given
        List<Label> labels = labels("very-positive", "very-negative", "neutral");
        Step first = new Step(
                new TokenChance("very", -0.01),
                List.of(
                        new TokenChance("very", -0.01),
                        new TokenChance("neutral", -6),
                        new TokenChance(" very", -7),
                        new TokenChance("the", -9),
                        new TokenChance("I", -11)));

        // When
        List<LabelScore> scores = scores(reply("very-positive", first), labels);

        // Then
        assertThat(scores.get(0).getProbability()).isCloseTo(0.99749, within(1e-4));
        assertThat(scores.get(1).getProbability()).isLessThan(1e-4);
        assertThat(scores.get(2).getProbability()).isCloseTo(0.00249, within(1e-4));
    }

    @Test
    void followsTheSequenceWhereLabelsPart() {
        // Given
        List<Label> labels = labels("very-positive", "very-negative", "neutral");
        ChatReply reply = reply(
                "very-positive",
                step("very", 0.8, "neutral", 0.2),
                step("-", 1.0),
                step("positive", 0.75, "negative", 0.25));

        // When
        double[] logits = logits(reply, labels);

        // Then
        assertThat(Math.exp(logits[0])).isCloseTo(0.6, within(1e-9));
        assertThat(Math.exp(logits[1])).isCloseTo(0.2, within(1e-9));
        assertThat(Math.exp(logits[2])).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void aLabelThatBeginsAnotherEndsWhereTheTextGoesOn() {
        // Given
        List<Label> labels = labels("card", "card-payment", "loan");

        // When
        double[] longer = logits(
                reply(
                        "card-payment",
                        step("card", 0.9, "loan", 0.1),
                        step("-payment", 0.7, "<|im_end|>", 0.2, ".", 0.1)),
                labels);
        double[] shorter = logits(
                reply("card.", step("card", 0.9, "loan", 0.1), step(".", 0.7, "-pay", 0.2, " payment", 0.1)), labels);

        // Then
        assertThat(Math.exp(longer[1])).isCloseTo(0.63, within(1e-9));
        assertThat(Math.exp(longer[0])).isCloseTo(0.27, within(1e-9));
        assertThat(Math.exp(longer[2])).isCloseTo(0.1, within(1e-9));
        assertThat(Math.exp(shorter[0])).isCloseTo(0.63, within(1e-9));
        assertThat(Math.exp(shorter[1])).isCloseTo(0.27, within(1e-9));
    }

    @Test
    void sumsTheSpellingsOfALabel() {
        // When
        double[] logits =
                logits(reply("Banking", step("banking", 0.25, " Bank", 0.25, "travel", 0.125, "the", 0.0625)), ROUTES);

        // Then
        assertThat(Math.exp(logits[0])).isCloseTo(0.5, within(1e-9));
        assertThat(Math.exp(logits[1])).isCloseTo(0.125, within(1e-9));
    }

    @Test
    void boundsAnUnlistedLabelByTheLeastAlternativeAndByWhatIsLeftOver() {
        assertThat(Math.exp(logits(reply("banking", step("banking", 0.5, "the", 0.01)), ROUTES)[1]))
                .isCloseTo(0.01, within(1e-9));
        assertThat(Math.exp(logits(reply("banking", step("banking", 0.999)), ROUTES)[1]))
                .isCloseTo(0.001, within(1e-9));
    }

    @Test
    void dividesABeginningThatLabelsShare() {
        // Given
        List<Label> twins = labels("positive", "poor", "bad");

        // When
        double[] logits = logits(reply("bad", step("bad", 0.5, "po", 0.4, "poor", 0.1)), twins);

        // Then
        assertThat(Math.exp(logits[0])).isCloseTo(0.2, within(1e-9));
        assertThat(Math.exp(logits[1])).isCloseTo(0.3, within(1e-9));
        assertThat(Math.exp(logits[2])).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void looksForAlternativesFromTheFirstMarkOn() {
        // When
        double[] logits = logits(
                reply(
                        "\n\"Travel\"",
                        step("\n", 0.6, "banking", 0.3, "travel", 0.1),
                        step("\"", 0.9, "bank", 0.1),
                        step("Travel", 1.0)),
                ROUTES);

        // Then
        assertThat(Math.exp(logits[1])).isCloseTo(0.6 * 0.9 + 0.1, within(1e-9));
        assertThat(Math.exp(logits[0])).isCloseTo(0.3 + 0.06, within(1e-9));
    }

    @Test
    void passesOverReasoningAndWordsBeforeTheLabel() {
        // Given
        ChatReply reasoned = reply(
                "travel",
                step("<think>", 1.0),
                step("banking", 0.9),
                step("?</think>", 1.0),
                step("travel", 0.8, "banking", 0.2));
        ChatReply worded = reply(
                "Answer: travel",
                step("Answer", 0.9, "banking", 0.1),
                step(":", 1.0),
                step(" travel", 0.75, " bank", 0.25));

        // When / Then
        assertThat(Math.exp(logits(reasoned, ROUTES)[1])).isCloseTo(0.8, within(1e-9));
        assertThat(Math.exp(logits(reasoned, ROUTES)[0])).isCloseTo(0.2, within(1e-9));
        assertThat(Math.exp(logits(worded, ROUTES)[1])).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void theTextWinsOverASliverOfTheProbability() {
        assertThat(logits(reply("travel", step("Well", 0.9, "banking", 0.001)), ROUTES))
                .containsExactly(-10, 0);
        assertThat(logits(reply("travel", step("travel", 0.3, "banking", 0.7)), ROUTES))
                .containsExactly(-10, 0);
        assertThat(logits(reply("travel", step("\ufffd", 0.9, "banking", 0.1)), ROUTES))
                .containsExactly(-10, 0);
        assertThat(logits(
                        reply(
                                "travel",
                                new Step(
                                        new TokenChance("travel", Double.NaN),
                                        List.of(new TokenChance("banking", -9999)))),
                        ROUTES))
                .containsExactly(-10, 0);
    }

    @Test
    void readsTheTextWhereThereAreNoAlternatives() {
        assertThat(logits(reply("It is Travel, not banking."), ROUTES)).containsExactly(-10, 0);
    }

    @Test
    void aReplyWithoutALabelIsUnclear() {
        assertThat(RemoteLabels.read(reply("unbankingly", step("un", 0.5, "banking", 0.5)), ROUTES))
                .isInstanceOf(RemoteLabels.Read.Unclear.class);
    }

    private static List<Label> labels(String... words) {
        return Stream.of(words).map(word -> new Label(word, word)).toList();
    }

    private static ChatReply reply(String text, Step... steps) {
        return new ChatReply(text, List.of(steps), false, TOKENS);
    }

    /** The first token is the one that was written. */
    private static Step step(Object... tokensAndProbabilities) {
        List<TokenChance> chances = new ArrayList<>();
        for (int i = 0; i < tokensAndProbabilities.length; i += 2) {
            chances.add(new TokenChance(
                    (String) tokensAndProbabilities[i], Math.log((Double) tokensAndProbabilities[i + 1])));
        }
        return new Step(chances.getFirst(), chances);
    }

    private static List<LabelScore> scores(ChatReply reply, List<Label> labels) {
        return LabelScores.of(labels, logits(reply, labels));
    }

    private static double[] logits(ChatReply reply, List<Label> labels) {
        assertThat(RemoteLabels.read(reply, labels)).isInstanceOf(RemoteLabels.Read.Scored.class);
        return ((RemoteLabels.Read.Scored) RemoteLabels.read(reply, labels)).logits();
    }
}

package io.promptstream.task.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Label;
import io.promptstream.event.LabelScore;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.template.PromptTemplate;
import io.promptstream.task.template.Rendering;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalModelTest {
    private static final Assignment WEATHER =
            new Assignment.Classification(List.of(new Label("SUNNY", "sun"), new Label("WET", "rain")));

    private final FakeCausalModel fake = new FakeCausalModel(6);
    private final LocalModel model = new LocalModel("tiny", fake);

    @Test
    void scoresTheFirstTokenOfAVerbalizerWithALeadingSpace() {
        // When
        List<Answer> answers = model.answer(WEATHER, List.of(new Rendering("it will rain", " rain or sun")));

        // Then
        double sun = 1 / (1 + Math.E);
        assertThat(answers).singleElement().isInstanceOfSatisfying(Answer.Labelled.class, answer -> {
            assertThat(answer.scores()).extracting(LabelScore::getLabel).containsExactly("SUNNY", "WET");
            assertThat(answer.scores()).extracting(LabelScore::getLogit).containsExactly(1.0, 2.0);
            assertThat(answer.scores().get(0).getProbability()).isCloseTo(sun, within(1e-9));
            assertThat(answer.mostProbable()).isEqualTo("WET");
            assertThat(answer.tokens()).isEqualTo(new TokenUsage(6, 0));
        });
    }

    @Test
    void asksForAPrefixOnceAndKeepsTheOrder() {
        // When
        List<Answer> answers = model.answer(
                WEATHER,
                List.of(
                        new Rendering("a", " sun"),
                        new Rendering("b", " rain"),
                        new Rendering("a", " rain"),
                        new Rendering("b", " sun")));

        // Then
        assertThat(fake.scoredPrefixes()).containsExactly("a", "b");
        assertThat(answers)
                .extracting(answer -> ((Answer.Labelled) answer).mostProbable())
                .containsExactly("SUNNY", "WET", "WET", "SUNNY");
    }

    @Test
    void aSpecialTokenIsATokenWhereTheTemplateSaysItAndTextWhereAnybodyElseDoes() {
        // Given
        Rendering rendering = new PromptTemplate("<|end|>{input} <|end|> {prompt}")
                .render("I <|end|>", List.of("<|end|>"), "so <|end|>");

        FakeCausalModel causal = new FakeCausalModel(20);

        // When
        new LocalModel("tiny", causal).answer(WEATHER, List.of(rendering));

        // Then
        assertThat(causal.scored).singleElement().satisfies(request -> {
            assertThat(special(request.prefix()))
                    .containsExactly(0, request.prefix().size() - 1);
            assertThat(causal.decode(request.prefix())).isEqualTo("<special end><|end|>\nI <|end|> <special end>");
            assertThat(special(request.suffixes().getFirst())).isEmpty();
        });
    }

    private static List<Integer> special(Tokens tokens) {
        return IntStream.range(0, tokens.size())
                .filter(position -> tokens.get(position) == 0)
                .boxed()
                .toList();
    }

    @Test
    void namesTokensAndLimitOfWhatIsTooLongAndAnswersTheRest() {
        // When
        List<Answer> answers = model.answer(
                WEATHER, List.of(new Rendering("one two three four five", " six seven"), new Rendering("one", " two")));

        // Then
        assertThat(answers.get(0)).isInstanceOfSatisfying(Answer.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.INPUT_TOO_LONG);
            assertThat(failed.message()).contains("7 tokens", "6 positions");
        });
        assertThat(answers.get(1)).isInstanceOf(Answer.Labelled.class);
    }

    @Test
    void refusesLabelsThatItCannotTellApart() {
        // Given
        Assignment twins =
                new Assignment.Classification(List.of(new Label("a", "rain fall"), new Label("b", "rain coat")));

        // When
        List<Answer> answers = model.answer(twins, List.of(new Rendering("a", " b")));

        // Then
        assertThat(answers).singleElement().isInstanceOfSatisfying(Answer.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.UNSUPPORTED_TASK);
            assertThat(failed.message()).contains("rain fall", "rain coat");
        });
    }

    @Test
    void generatesNoFurtherThanTheModelReaches() {
        // When
        List<Answer> answers = model.answer(
                new Assignment.Generation(4),
                List.of(new Rendering("a", " b"), new Rendering("a b c", " d"), new Rendering("a b c d", " e f")));

        // Then
        assertThat(answers.get(0)).isEqualTo(new Answer.Written("b b b b", new TokenUsage(2, 4)));
        assertThat(answers.get(1)).isEqualTo(new Answer.Written("d d", new TokenUsage(4, 2)));
        assertThat(answers.get(2))
                .isInstanceOfSatisfying(
                        Answer.Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.INPUT_TOO_LONG));
    }

    @Test
    void saysWhichWeightsAnswered() {
        assertThat(model.id()).isEqualTo("tiny@fake");
    }
}

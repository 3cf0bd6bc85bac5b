package io.promptstream.task.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Label;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.template.PromptTemplate;
import io.promptstream.task.template.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPromptsTest {
    private static final Assignment WEATHER =
            new Assignment.Classification(List.of(new Label("SUNNY", "sun"), new Label("WET", "rain")));
    private static final PromptTemplate TEMPLATE = new PromptTemplate("{input} {prompt}");

    private final FakeCausalModel model = new FakeCausalModel(20);
    private final LocalModel local = new LocalModel("tiny", model);

    @ParameterizedTest
    @ValueSource(strings = {"{input} {prompt}", "{prompt} {input}", "sun {input} {prompt} rain"})
    void theEmbeddingsOfWordsAreAnsweredAsTheWords(String text) {
        // Given
        PromptTemplate template = new PromptTemplate(text);
        List<Float> embedding = embedding(template.separator() + "say rain rain");

        // When soft prompts and texts come together
        List<Answer> answers = local.answer(
                WEATHER,
                List.of(
                        soft(template, embedding, Optional.empty()),
                        template.render("what a sun", List.of("so it"), "say rain rain"),
                        soft(template, embedding, Optional.of("WET"))));

        // Then
        assertThat(labelled(answers.get(0)).scores())
                .isEqualTo(labelled(answers.get(1)).scores());
        assertThat(labelled(answers.get(2)).scores())
                .isEqualTo(labelled(answers.get(1)).scores());
        assertThat(labelled(answers.get(0)).promptGradient()).isEmpty();
        assertThat(labelled(answers.get(2)).promptGradient()).hasSameSizeAs(embedding);
    }

    private static Rendering soft(PromptTemplate template, List<Float> embedding, Optional<String> label) {
        return template.render("what a sun", List.of("so it"), "<soft prompt>", embedding, label);
    }

    @Test
    void theGradientIsThatOfTheRightLabelAmongTheLabels() {
        // When an input and a prompt speak for neither label
        Answer.Labelled answer = labelled(
                local.answer(WEATHER, List.of(text("fine", Optional.of("WET")))).getFirst());

        // Then half a chance each, and none of the prompt's own word
        assertThat(answer.scores().getFirst().getProbability()).isCloseTo(0.5, within(1e-9));
        assertThat(answer.promptGradient().get(token(" sun"))).isCloseTo(0.5f, within(1e-6f));
        assertThat(answer.promptGradient().get(token(" rain"))).isCloseTo(-0.5f, within(1e-6f));
        assertThat(answer.promptGradient().get(token(" fine"))).isZero();
    }

    @Test
    void theAnswerToATextIsTheSameWhetherOrNotItsGradientIsAskedFor() {
        List<Answer> answers = local.answer(
                WEATHER,
                List.of(
                        text("rain", Optional.of("WET")),
                        text("rain", Optional.empty()),
                        text("rain", Optional.of("no label"))));

        assertThat(answers)
                .extracting(answer -> labelled(answer).scores())
                .containsOnly(labelled(answers.get(1)).scores());
        assertThat(labelled(answers.get(0)).promptGradient()).isNotEmpty();
        assertThat(labelled(answers.get(1)).promptGradient()).isEmpty();
        assertThat(labelled(answers.get(2)).promptGradient()).isEmpty();
    }

    @Test
    void aSoftPromptThatDoesNotFitFailsAlone() {
        // Given one of half a row, and one that is too long
        List<Float> half = embedding(" rain").subList(0, 128);
        List<Float> many = embedding(" rain".repeat(20));

        // When
        List<Answer> answers = local.answer(
                WEATHER,
                List.of(
                        soft(TEMPLATE, half, Optional.of("WET")),
                        soft(TEMPLATE, many, Optional.of("WET")),
                        text("rain", Optional.empty())));

        // Then
        assertThat(failed(answers.get(0)).code()).isEqualTo(FailureCode.UNSUPPORTED_TASK);
        assertThat(failed(answers.get(0)).message()).contains("has 128 numbers", "rows of 256");
        assertThat(failed(answers.get(1)).code()).isEqualTo(FailureCode.INPUT_TOO_LONG);
        assertThat(answers.get(2)).isInstanceOf(Answer.Labelled.class);
    }

    @Test
    void aModelWithoutEmbeddingsAnswersTextsAndRefusesSoftPrompts() {
        // Given
        List<Float> embedding = embedding(" rain");
        GatedModel answering = new GatedModel(model);
        answering.open();
        LocalModel closed = new LocalModel("closed", answering);

        // When
        List<Answer> answers = closed.answer(
                WEATHER, List.of(soft(TEMPLATE, embedding, Optional.empty()), text("rain", Optional.of("WET"))));

        // Then
        assertThat(failed(answers.get(0)).message()).contains("policy.kind", "model closed does not", "write bayesian");
        assertThat(labelled(answers.get(1)).promptGradient()).isEmpty();
    }

    @Test
    void aTaskThatWritesTextRefusesSoftPrompts() {
        Answer answer = local.answer(
                        new Assignment.Generation(3), List.of(soft(TEMPLATE, embedding(" rain"), Optional.empty())))
                .getFirst();

        assertThat(failed(answer).code()).isEqualTo(FailureCode.UNSUPPORTED_TASK);
    }

    private Rendering text(String prompt, Optional<String> label) {
        return TEMPLATE.render("grey", List.of(), prompt, List.of(), label);
    }

    private int token(String text) {
        return model.encode(text).get(0);
    }

    private List<Float> embedding(String text) {
        List<Float> numbers = new ArrayList<>();
        model.encode(" sun rain");
        Tokens tokens = model.encode(text);
        float[][] table = model.embeddingTable();
        tokens.stream().forEach(token -> {
            for (float number : table[token]) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    private static Answer.Labelled labelled(Answer answer) {
        return (Answer.Labelled) answer;
    }

    private static Answer.Failed failed(Answer answer) {
        return (Answer.Failed) answer;
    }
}

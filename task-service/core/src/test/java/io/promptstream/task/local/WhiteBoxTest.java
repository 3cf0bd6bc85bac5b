package io.promptstream.task.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.Label;
import io.promptstream.event.OutputKind;
import io.promptstream.event.Task;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.Events;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.template.PromptTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteBoxTest {
    private static final List<Label> LABELS = List.of(new Label("SUNNY", "sun"), new Label("WET", "rain"));

    private final FakeCausalModel model = new FakeCausalModel(20);

    @ParameterizedTest
    @ValueSource(strings = {"{input} {prompt}", "{prompt} {input}", "sun {input} {prompt} rain"})
    void answersEmbeddingsOfWordsAsTheLocalModelAnswersTheWords(String template) {
        // Given
        WhiteBox box = new WhiteBox(task(template), model);
        Tokens prompt = box.tokens("say rain rain");

        // When
        var answers = box.answers(box.embeddings(prompt), List.of(box.slot("what a sun", List.of("so it"))));

        // Then
        Answer expected = new LocalModel("tiny", model)
                .answer(
                        new Assignment.Classification(LABELS),
                        List.of(new PromptTemplate(template).render("what a sun", List.of("so it"), "say rain rain")))
                .getFirst();
        assertThat(answers).extracting(Answer.Labelled::scores).containsExactly(((Answer.Labelled) expected).scores());
    }

    @Test
    void readsTheTextOfTokensBackOnlyWhereTheModelReadsItAsThese() {
        WhiteBox box = new WhiteBox(task("{input} {prompt}"), model);
        Tokens prompt = box.tokens("say rain");

        assertThat(box.text(prompt)).contains("say rain");
        // A token that begins a text has no blank, and the first one's text is read as two tokens.
        assertThat(box.text(model.encode("say"))).isEmpty();
        assertThat(box.text(Tokens.of(0))).isEmpty();
        assertThat(box.text(prompt.concat(Tokens.of(255)))).isEmpty();
    }

    @Test
    void theGradientIsThatOfTheLabelsAlone() {
        // Given
        WhiteBox box = new WhiteBox(task("{input} {prompt}"), model);
        WhiteBox.Slot slot = box.slot("grey", List.of());
        float[][] prompt = box.embeddings(box.tokens("fine"));

        // When
        WhiteBox.Gradient result = box.gradient(prompt, List.of(slot, slot, slot, slot), new int[] {1, 1, 1, 0});

        // Then: half a chance each, and three of four are wet
        int sun = model.encode(" sun").get(0);
        int rain = model.encode(" rain").get(0);
        assertThat(result.gradient()[0][sun]).isCloseTo(0.25f, within(1e-6f));
        assertThat(result.gradient()[0][rain]).isCloseTo(-0.25f, within(1e-6f));
        assertThat(result.gradient()[0][box.tokens("fine").get(0)]).isZero();
    }

    @Test
    void refusesATaskThatHasNoLabelsToTellApart() {
        Task same = Events.classification("weather", Events.local("tiny"), "sun", "sun");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WhiteBox(same, model))
                .withMessageContaining("cannot tell apart");
        Task written = Events.generation("weather", Events.local("tiny"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WhiteBox(written, model))
                .withMessageContaining("writes text");
    }

    private static Task task(String template) {
        return Events.task("weather", OutputKind.CLASSIFICATION, Events.local("tiny"))
                .setTemplate(template)
                .setLabels(LABELS)
                .build();
    }
}

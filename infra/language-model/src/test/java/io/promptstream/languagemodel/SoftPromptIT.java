package io.promptstream.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.softprompt.PromptGradient;
import io.promptstream.languagemodel.softprompt.PromptSlot;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SoftPromptIT {
    private static final Tokens CANDIDATES = Tokens.of(5, 9, 200);

    @TempDir
    static Path directory;

    private static LanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        model = LanguageModel.load(TinyModel.write(directory));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void theEmbeddingsOfTokensAreAnsweredAsTheTokens() {
        // Given slots with other prompts side by side, more than a batch holds
        Random random = new Random(1);
        List<Tokens> prompts = IntStream.range(0, 100)
                .mapToObj(i -> TinyModel.randomTokens(random, 4))
                .toList();
        List<PromptSlot> slots = slots(prompts);
        // When
        float[][] logits = model.score(slots, CANDIDATES);
        // Then
        for (int i = 0; i < slots.size(); i++) {
            Tokens behind = prompts.get(i).concat(slots.get(i).behind());
            float[] expected = model.score(
                            List.of(new ScoringRequest(slots.get(i).before(), List.of(behind), CANDIDATES)))
                    .getFirst()[0];
            assertThat(logits[i]).containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        // Given
        Random random = new Random(2);
        List<PromptSlot> slots = slots(List.of(
                TinyModel.randomTokens(random, 4),
                TinyModel.randomTokens(random, 4),
                TinyModel.randomTokens(random, 4)));
        int[] labels = {1, 0, 2};
        // When
        List<PromptGradient> results = model.promptGradients(slots, CANDIDATES, labels);
        // Then
        double step = 1e-2;
        for (int slot = 0; slot < labels.length; slot++) {
            float[] prompt = slots.get(slot).prompt();
            for (int i = slot; i < prompt.length; i += 3) {
                float original = prompt[i];
                prompt[i] = (float) (original + step);
                double above = loss(slots.get(slot), labels[slot]);
                prompt[i] = (float) (original - step);
                double below = loss(slots.get(slot), labels[slot]);
                prompt[i] = original;
                assertThat((double) results.get(slot).gradient()[i])
                        .isCloseTo((above - below) / (2 * step), within(2e-3));
            }
        }
        assertThat(results.stream().map(PromptGradient::logits).toArray(float[][]::new))
                .isDeepEqualTo(model.score(slots, CANDIDATES));
    }

    /** More slots than a batch holds. */
    @Test
    void theGradientOfASlotDoesNotDependOnTheOthers() {
        // Given
        Random random = new Random(3);
        List<PromptSlot> slots = slots(IntStream.range(0, 200)
                .mapToObj(i -> TinyModel.randomTokens(random, 2))
                .toList());
        int[] labels = IntStream.range(0, slots.size()).map(i -> i % 3).toArray();
        // When
        List<PromptGradient> gradients = model.promptGradients(slots, CANDIDATES, labels);
        // Then
        for (int i = 0; i < labels.length; i++) {
            PromptGradient alone = model.promptGradients(List.of(slots.get(i)), CANDIDATES, new int[] {labels[i]})
                    .getFirst();
            assertThat(gradients.get(i).gradient()).containsExactly(alone.gradient(), within(1e-5f));
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> model.promptGradients(slotOf(12), Tokens.of(1, 2), new int[] {2}))
                .hasMessageContaining("label 2 is not one of the 2 candidates");
        assertThatThrownBy(() -> model.promptGradients(slotOf(12), Tokens.of(1, 2), new int[0]))
                .hasMessageContaining("there are 0 labels for 1 slots");
        assertThatThrownBy(() -> model.score(slotOf(11), Tokens.of(1, 2)))
                .hasMessageContaining("the prompt has 11 numbers: pass one or more rows of 12");
        assertThatThrownBy(() -> model.score(slotOf(0), Tokens.of(1, 2)))
                .hasMessageContaining("the prompt has 0 numbers");
        assertThatThrownBy(() ->
                        model.score(List.of(slotOf(12).getFirst(), slotOf(24).getFirst()), Tokens.of(1, 2)))
                .hasMessageContaining("a prompt has 24 numbers and the first 12");
        assertThatThrownBy(() -> model.score(slotOf(12 * 41), Tokens.of(1, 2)))
                .isInstanceOf(TooManyTokensException.class);
    }

    private static List<PromptSlot> slotOf(int numbers) {
        return List.of(new PromptSlot(Tokens.empty(), new float[numbers], Tokens.empty()));
    }

    private static float[] embeddings(Tokens tokens) {
        float[][] table = model.embeddingTable();
        float[] joined = new float[tokens.size() * table[0].length];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = table[tokens.get(i / table[0].length)][i % table[0].length];
        }
        return joined;
    }

    private static double loss(PromptSlot slot, int label) {
        float[] logits = model.score(List.of(slot), CANDIDATES)[0];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((double) logit - logits[label]);
        }
        return Math.log(sum);
    }

    /** Inputs of 0 to 19 tokens before each prompt and 0 to 4 behind it. */
    private static List<PromptSlot> slots(List<Tokens> prompts) {
        Random random = new Random(7);
        return prompts.stream()
                .map(prompt -> new PromptSlot(
                        TinyModel.randomTokens(random, random.nextInt(20)),
                        embeddings(prompt),
                        TinyModel.randomTokens(random, random.nextInt(5))))
                .toList();
    }
}

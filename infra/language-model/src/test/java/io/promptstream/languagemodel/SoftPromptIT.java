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
        // Given
        Tokens prompt = TinyModel.randomTokens(new Random(1), 4);
        List<PromptSlot> slots = slots(100);
        // When
        float[][] logits = model.score(embeddings(prompt), slots, CANDIDATES);
        // Then
        for (int i = 0; i < slots.size(); i++) {
            Tokens behind = prompt.concat(slots.get(i).behind());
            float[] expected = model.score(
                            List.of(new ScoringRequest(slots.get(i).before(), List.of(behind), CANDIDATES)))
                    .getFirst()[0];
            assertThat(logits[i]).containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        // Given
        List<PromptSlot> slots = slots(3);
        int[] labels = {1, 0, 2};
        float[][] prompt = embeddings(TinyModel.randomTokens(new Random(2), 4));
        // When
        PromptGradient result = model.promptGradient(prompt, slots, CANDIDATES, labels);
        // Then
        double step = 1e-2;
        for (int t = 0; t < prompt.length; t++) {
            for (int i = t % 3; i < prompt[t].length; i += 3) {
                float original = prompt[t][i];
                prompt[t][i] = (float) (original + step);
                double above = loss(prompt, slots, labels);
                prompt[t][i] = (float) (original - step);
                double below = loss(prompt, slots, labels);
                prompt[t][i] = original;
                assertThat((double) result.gradient()[t][i]).isCloseTo((above - below) / (2 * step), within(2e-3));
            }
        }
        assertThat(result.loss()).isCloseTo(loss(prompt, slots, labels), within(1e-5));
        assertThat(result.logits()).isDeepEqualTo(model.score(prompt, slots, CANDIDATES));
    }

    /** More slots than a batch holds. */
    @Test
    void theGradientOfManySlotsIsTheMeanOfEach() {
        // Given
        List<PromptSlot> slots = slots(200);
        int[] labels = IntStream.range(0, slots.size()).map(i -> i % 3).toArray();
        float[][] prompt = embeddings(TinyModel.randomTokens(new Random(3), 2));
        // When
        float[][] gradient =
                model.promptGradient(prompt, slots, CANDIDATES, labels).gradient();
        // Then
        double[][] mean = new double[gradient.length][gradient[0].length];
        for (int i = 0; i < labels.length; i++) {
            float[][] one = model.promptGradient(prompt, List.of(slots.get(i)), CANDIDATES, new int[] {labels[i]})
                    .gradient();
            for (int t = 0; t < mean.length; t++) {
                for (int w = 0; w < mean[t].length; w++) {
                    mean[t][w] += (double) one[t][w] / labels.length;
                }
            }
        }
        for (int t = 0; t < mean.length; t++) {
            for (int w = 0; w < mean[t].length; w++) {
                assertThat((double) gradient[t][w]).isCloseTo(mean[t][w], within(1e-5));
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        List<PromptSlot> slot = List.of(new PromptSlot(Tokens.empty(), Tokens.empty()));
        assertThatThrownBy(() -> model.promptGradient(new float[1][12], slot, Tokens.of(1, 2), new int[] {2}))
                .hasMessageContaining("label 2 is not one of the 2 candidates");
        assertThatThrownBy(() -> model.promptGradient(new float[1][12], slot, Tokens.of(1, 2), new int[0]))
                .hasMessageContaining("there are 0 labels for 1 slots");
        assertThatThrownBy(() -> model.score(new float[1][11], slot, Tokens.of(1, 2)))
                .hasMessageContaining("row 0 has 11 numbers: pass 12");
        assertThatThrownBy(() -> model.score(new float[0][12], slot, Tokens.of(1, 2)))
                .hasMessageContaining("the prompt has 0 rows");
        assertThatThrownBy(() -> model.score(new float[41][12], slot, Tokens.of(1, 2)))
                .isInstanceOf(TooManyTokensException.class);
    }

    private static float[][] embeddings(Tokens tokens) {
        float[][] table = model.embeddingTable();
        return tokens.stream().mapToObj(token -> table[token]).toArray(float[][]::new);
    }

    private static double loss(float[][] prompt, List<PromptSlot> slots, int[] labels) {
        float[][] logits = model.score(prompt, slots, CANDIDATES);
        return IntStream.range(0, labels.length)
                .mapToDouble(slot -> {
                    double sum = 0;
                    for (float logit : logits[slot]) {
                        sum += Math.exp((double) logit - logits[slot][labels[slot]]);
                    }
                    return Math.log(sum) / labels.length;
                })
                .sum();
    }

    /** Inputs of 0 to 19 tokens before the prompt and 0 to 4 behind it. */
    private static List<PromptSlot> slots(int count) {
        Random random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> new PromptSlot(
                        TinyModel.randomTokens(random, random.nextInt(20)),
                        TinyModel.randomTokens(random, random.nextInt(5))))
                .toList();
    }
}

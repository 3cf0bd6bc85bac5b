package io.promptstream.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LanguageModelIT {
    private static final double TOLERANCE = 1e-4;
    private static final ReferenceGpt2 REFERENCE =
            new ReferenceGpt2(TinyModel.CONFIGURATION, TinyModel.weights(TinyModel.CONFIGURATION, 1));

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
    void hiddenStatesAreThoseOfTheReference() {
        // Given
        List<Tokens> sequences = sequences(1, 17, 40, 5);
        // When
        float[][][] hidden = model.hiddenStates(sequences);
        float[][] last = model.lastHidden(sequences);
        // Then
        for (int i = 0; i < sequences.size(); i++) {
            double[][] expected = REFERENCE.hidden(sequences.get(i));
            assertThat(hidden[i]).hasDimensions(expected.length, TinyModel.CONFIGURATION.width());
            for (int t = 0; t < expected.length; t++) {
                assertClose(hidden[i][t], expected[t]);
            }
            assertClose(last[i], expected[expected.length - 1]);
        }
    }

    @Test
    void logProbabilitiesAreThoseOfTheNextTokensOfTheReference() {
        // Given
        Tokens sequence = sequences(17).getFirst();
        // When
        float[] logProbabilities = model.logProbabilities(sequence);
        // Then
        double[] expected = new double[sequence.size() - 1];
        for (int t = 0; t < expected.length; t++) {
            double[] logits = REFERENCE.nextTokenLogits(sequence.slice(0, t + 1));
            double sum = Arrays.stream(logits).map(Math::exp).sum();
            expected[t] = logits[sequence.get(t + 1)] - Math.log(sum);
        }
        assertClose(logProbabilities, expected);
        assertThat(model.logProbabilities(sequence.slice(0, 1))).isEmpty();
    }

    @Test
    void nextTokenLogitsAreThoseOfTheReference() {
        // Given
        List<Tokens> sequences = sequences(3, 12, 1);
        // When
        float[][] logits = model.nextTokenLogits(sequences);
        // Then
        for (int i = 0; i < sequences.size(); i++) {
            assertClose(logits[i], REFERENCE.nextTokenLogits(sequences.get(i)));
        }
    }

    @Test
    void scoresAreThoseOfTheReferenceWithAndWithoutPrefixReuse() {
        // Given
        List<ScoringRequest> requests = requests(12);
        // When
        List<float[][]> scores = model.score(requests);
        List<float[][]> again = model.score(requests);
        List<float[][]> inFull = model.scoreWithoutPrefixReuse(requests);
        // Then
        for (int r = 0; r < requests.size(); r++) {
            ScoringRequest request = requests.get(r);
            for (int s = 0; s < request.suffixes().size(); s++) {
                double[] logits = REFERENCE.nextTokenLogits(
                        request.prefix().concat(request.suffixes().get(s)));
                double[] expected = request.candidates().stream()
                        .mapToDouble(id -> logits[id])
                        .toArray();
                assertClose(scores.get(r)[s], expected);
                assertClose(again.get(r)[s], expected);
                assertClose(inFull.get(r)[s], expected);
            }
        }
    }

    @Test
    void aScoreDoesNotDependOnWhatElseIsInTheBatch() {
        // Given
        List<ScoringRequest> requests = requests(30);
        // When
        List<float[][]> together = model.score(requests);
        // Then
        for (int r = 0; r < requests.size(); r++) {
            ScoringRequest request = requests.get(r);
            for (int s = 0; s < request.suffixes().size(); s++) {
                ScoringRequest alone = new ScoringRequest(
                        request.prefix(), List.of(request.suffixes().get(s)), request.candidates());
                assertThat(model.score(List.of(alone)).getFirst()[0])
                        .containsExactly(together.get(r)[s], within((float) TOLERANCE));
            }
        }
    }

    @Test
    void scoresThePrefixItselfIfTheSuffixIsEmpty() {
        // Given
        Tokens prefix = sequences(6).getFirst();
        ScoringRequest request = new ScoringRequest(prefix, List.of(Tokens.empty()), Tokens.of(7));
        // When
        float score = model.score(List.of(request)).getFirst()[0][0];
        // Then
        assertThat((double) score).isCloseTo(REFERENCE.nextTokenLogits(prefix)[7], within(TOLERANCE));
    }

    @Test
    void severalThreadsGetWhatOneGets() throws Exception {
        // Given
        List<ScoringRequest> requests = requests(40);
        try (LanguageModel shared = LanguageModel.load(directory, 20_000);
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<float[][]> expected = model.score(requests);
            // When
            List<Callable<List<float[][]>>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                int from = i % 8 * 5;
                calls.add(() -> shared.score(requests.subList(from, from + 5)));
            }
            List<Future<List<float[][]>>> results = workers.invokeAll(calls);
            // Then
            for (int i = 0; i < results.size(); i++) {
                for (int r = 0; r < 5; r++) {
                    float[][] scores = results.get(i).get().get(r);
                    for (int s = 0; s < scores.length; s++) {
                        assertThat(scores[s])
                                .containsExactly(expected.get(i % 8 * 5 + r)[s], within((float) TOLERANCE));
                    }
                }
            }
        }
    }

    @Test
    void exposesTheTiedEmbedding() {
        // Given
        float[] expected = TinyModel.values(TinyModel.weights(TinyModel.CONFIGURATION, 1), "wte.weight");
        // When // Then
        assertThat(model.embeddingTable())
                .hasDimensions(TinyModel.CONFIGURATION.vocabularySize(), 12)
                .contains(Arrays.copyOfRange(expected, 24, 36), Index.atIndex(2));
    }

    @Test
    void refusesToRunAfterItWasClosed() {
        // Given
        LanguageModel closed = LanguageModel.load(directory);
        closed.close();
        closed.close();
        // When // Then
        assertThatThrownBy(() -> closed.lastHidden(sequences(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the model is closed");
    }

    private static List<Tokens> sequences(int... sizes) {
        Random random = new Random(7);
        return IntStream.of(sizes)
                .mapToObj(size -> TinyModel.randomTokens(random, size))
                .toList();
    }

    /** Prefixes of 0 to 20 tokens, two inputs sharing one now and then; 1 to 50 suffixes of 0 to 9 tokens. */
    private static List<ScoringRequest> requests(int count) {
        Random random = new Random(count);
        List<ScoringRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean shared = i > 0 && i % 5 == 0;
            Tokens prefix = shared ? requests.get(i - 1).prefix() : TinyModel.randomTokens(random, random.nextInt(21));
            int shortest = prefix.isEmpty() ? 1 : 0;
            List<Tokens> suffixes = IntStream.range(0, 1 + random.nextInt(50))
                    .mapToObj(s -> TinyModel.randomTokens(random, shortest + random.nextInt(9)))
                    .toList();
            Tokens candidates = TinyModel.randomTokens(random, 1 + random.nextInt(4));
            requests.add(new ScoringRequest(prefix, suffixes, candidates));
        }
        return requests;
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(TOLERANCE));
        }
    }
}

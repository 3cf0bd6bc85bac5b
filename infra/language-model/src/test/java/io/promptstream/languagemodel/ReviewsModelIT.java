package io.promptstream.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokenizer;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A trained model on real sentences, where {@code -Dpromptstream.data} says that both lie. */
@EnabledIf("dataIsThere")
final class ReviewsModelIT {
    private static final Path DATA = Path.of(System.getProperty("promptstream.data", ""));
    private static final Path MODEL = DATA.resolveSibling("models").resolve("reviews");
    private static final Path SENTENCES = DATA.resolve("few-shot/sst-2/test.tsv");

    static boolean dataIsThere() {
        return Files.exists(MODEL.resolve("config.json")) && Files.exists(SENTENCES);
    }

    @Test
    void promptsTurnItIntoASentimentClassifier() throws IOException {
        // Given
        List<String[]> sentences = Files.readAllLines(SENTENCES).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
        try (LanguageModel model = LanguageModel.load(MODEL)) {
            Tokenizer tokenizer = model.tokenizer();
            Tokens labels = Tokens.of(
                    tokenizer.singleToken(" terrible").orElseThrow(),
                    tokenizer.singleToken(" great").orElseThrow());
            List<Tokens> prompts = List.of(Tokens.empty(), tokenizer.encode(" absolutely"));
            // When
            List<float[][]> scores = model.score(sentences.stream()
                    .map(sentence -> new ScoringRequest(tokenizer.encode(sentence[0]), prompts, labels))
                    .toList());
            // Then
            assertThat(accuracy(sentences, scores, 0)).isBetween(0.55, 0.61);
            assertThat(accuracy(sentences, scores, 1)).isBetween(0.66, 0.71);
        }
    }

    private static double accuracy(List<String[]> sentences, List<float[][]> scores, int prompt) {
        return IntStream.range(0, sentences.size())
                .mapToDouble(i -> {
                    float[] score = scores.get(i)[prompt];
                    int predicted = score[1] > score[0] ? 1 : 0;
                    return predicted == Integer.parseInt(sentences.get(i)[1]) ? 1 : 0;
                })
                .average()
                .orElseThrow();
    }
}

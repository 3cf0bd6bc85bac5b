package io.promptstream.languagemodel.training.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.languagemodel.tokenizer.Tokenizer;
import io.promptstream.languagemodel.training.data.TrainingData;
import io.promptstream.languagemodel.training.recipe.Recipes;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hugging Face's tokenizer gives the ids that ours gives. */
class BytePairTokenizerIT {

    private static final List<String> TEXTS = List.of(
            "On day 17 we went up the hill.",
            " leading space, trailing space ",
            "Tabs\tand\r\nlines\n\n  and   runs of spaces",
            "It's I'll we've THEY'RE o'clock 'quoted'",
            "naïve café – Ελλάδα 日本語 😀👍🏽 ١٢٣ ½",
            "non\u00a0breaking\u2003and\u3000wide spaces\u0085x",
            "a1b2c3 100,000.50 #!?%&/()=",
            "<|endoftext|>",
            "before<|endoftext|>after <|ENDOFTEXT|>",
            "ÀÉÎÕÜ straße ŒUVRE");

    @Test
    void idsAreIdentical(@TempDir Path folder) throws IOException {
        // Given
        TrainingRecipe recipe = Recipes.tiny();
        BytePairVocabulary vocabulary =
                TrainingData.of(recipe, Recipes.corpus()).vocabulary();
        Path file = folder.resolve("tokenizer.json");
        Files.write(file, new ObjectMapper().writeValueAsBytes(vocabulary.toJson()));

        try (Tokenizer tokenizer = Tokenizer.load(file)) {
            for (String text : TEXTS) {
                // When
                int[] ids = vocabulary.encode(text);

                // Then
                assertThat(tokenizer.encode(text).toArray()).as(text).containsExactly(ids);
            }
            assertThat(tokenizer.text(vocabulary.endOfText())).isEqualTo("<|endoftext|>");
            assertThat(recipe.labelWords())
                    .allSatisfy(word ->
                            assertThat(tokenizer.singleToken(" " + word)).isPresent());
        }
    }
}

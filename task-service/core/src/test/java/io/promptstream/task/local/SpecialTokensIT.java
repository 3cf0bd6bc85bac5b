package io.promptstream.task.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.Label;
import io.promptstream.task.TinyModel;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.template.PromptTemplate;
import io.promptstream.task.template.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecialTokensIT {
    private static final Assignment LABELS =
            new Assignment.Classification(List.of(new Label("a", "sun"), new Label("b", "rain")));
    private static final String NAME = "<|endoftext|>";

    @Test
    void theOperatorWritesATokenAndEverybodyElseThirteenCharacters(@TempDir Path directory) throws IOException {
        // Given
        TinyModel.write(directory, 1);
        declareSpecial(directory.resolve("tokenizer.json"));
        try (LoadedModel loaded = LoadedModel.load(directory)) {
            LocalModel model = new LocalModel("tiny", loaded);

            // When
            int plain = tokensRead(model, "{input} {prompt}", "I", "p");
            int template = tokensRead(model, NAME + "{input} {prompt}" + NAME, "I", "p");
            int input = tokensRead(model, "{input} {prompt}", "I" + NAME, "p");
            int prompt = tokensRead(model, "{input} {prompt}", "I", NAME + "p");

            // Then
            assertThat(template).isEqualTo(plain + 2);
            assertThat(input).isEqualTo(plain + NAME.length());
            // Without the letter's own blank.
            assertThat(prompt).isEqualTo(plain + 1 + NAME.length());
            assertThat(loaded.specialTokens()).containsOnlyKeys(NAME);
        }
    }

    private static int tokensRead(LocalModel model, String template, String input, String prompt) {
        Rendering rendering = new PromptTemplate(template).render(input, List.of(), prompt);
        return Math.toIntExact(
                model.answer(LABELS, List.of(rendering)).getFirst().tokens().total());
    }

    private static void declareSpecial(Path tokenizer) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = (ObjectNode) json.readTree(Files.readString(tokenizer));
        root.putArray("added_tokens")
                .addObject()
                .put("id", root.at("/model/vocab").path(NAME).asInt())
                .put("content", NAME)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        Files.writeString(tokenizer, root.toString());
    }
}

package io.promptstream.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.languagemodel.checkpoint.Gpt2ConfigurationFile;
import io.promptstream.languagemodel.format.FloatTensor;
import io.promptstream.languagemodel.format.ModelFormatException;
import io.promptstream.languagemodel.format.SafetensorsWriter;
import io.promptstream.languagemodel.format.TensorPrecision;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The directory of a {@link TinyModel}, to be changed file by file. */
final class VariedModel {
    static final Tokens TOKENS = Tokens.of(5, 100, 17, 3, 250);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = TinyModel.CONFIGURATION.vocabularySize();
    private static final int WIDTH = TinyModel.CONFIGURATION.width();

    private final Path directory;
    private final Map<String, FloatTensor> weights = TinyModel.weights(TinyModel.CONFIGURATION, 1);
    private final ReferenceGpt2 reference = new ReferenceGpt2(TinyModel.CONFIGURATION, Map.copyOf(weights));

    VariedModel(Path directory) throws IOException {
        this.directory = TinyModel.write(directory);
    }

    Path directory() {
        return directory;
    }

    /** The original ones; may be changed, which writes nothing. */
    Map<String, FloatTensor> weights() {
        return weights;
    }

    /** What the original weights compute. */
    ReferenceGpt2 reference() {
        return reference;
    }

    FloatTensor embedding() {
        return Objects.requireNonNull(weights.get("transformer.wte.weight"));
    }

    Gpt2Configuration configuration() {
        return Gpt2ConfigurationFile.read(directory.resolve("config.json")).configuration();
    }

    void edit(String file, Consumer<ObjectNode> change) throws IOException {
        Path path = directory.resolve(file);
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(path));
        change.accept(root);
        Files.writeString(path, root.toString());
    }

    void write(Map<String, FloatTensor> tensors) {
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors, TensorPrecision.F32);
    }

    /** Writes the weights with rows behind the embedding that hold this value. */
    void padEmbedding(int rows, float value) {
        float[] padded = Arrays.copyOf(embedding().values(), rows * WIDTH);
        Arrays.fill(padded, ROWS * WIDTH, padded.length, value);
        Map<String, FloatTensor> more = new LinkedHashMap<>(weights);
        more.put("transformer.wte.weight", new FloatTensor(new long[] {rows, WIDTH}, padded));
        write(more);
    }

    /** Adds a token to a {@code tokenizer.json}. */
    static void add(ObjectNode tokenizer, int id, String content, boolean special) {
        ArrayNode added = tokenizer.withArray("added_tokens");
        ObjectNode token = added.get(0).deepCopy();
        added.add(token.put("id", id).put("content", content).put("special", special));
    }

    void assertSameAs(ReferenceGpt2 expected) {
        double[] logits = expected.nextTokenLogits(TOKENS);
        try (LanguageModel loaded = LanguageModel.load(directory)) {
            float[] actual = loaded.nextTokenLogits(List.of(TOKENS))[0];
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) actual[i]).isCloseTo(logits[i], within(1e-4));
            }
        }
    }

    void assertRefused(String... parts) {
        assertThatThrownBy(() -> LanguageModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(parts);
    }
}

package io.promptstream.languagemodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.languagemodel.checkpoint.Gpt2ConfigurationFile;
import io.promptstream.languagemodel.format.FloatTensor;
import io.promptstream.languagemodel.format.SafetensorsWriter;
import io.promptstream.languagemodel.format.TensorPrecision;
import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Weights;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** A random model small enough to be computed by hand, and a byte-level tokenizer with the one merge {@code " g"}. */
public final class TinyModel {
    public static final Gpt2Configuration CONFIGURATION =
            new Gpt2Configuration(258, 40, 12, 3, 3, 1e-5, Activation.GELU_NEW, 0);

    private TinyModel() {}

    /** Large enough that every part matters, unlike initial weights. */
    public static Map<String, FloatTensor> weights(Gpt2Configuration configuration, long seed) {
        Random random = new Random(seed);
        Map<String, FloatTensor> weights = new LinkedHashMap<>();
        Gpt2Weights.shapes(configuration).forEach((name, shape) -> {
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.3 * random.nextGaussian()) + (name.matches(".*ln_.*weight") ? 1 : 0);
            }
            weights.put("transformer." + name, new FloatTensor(shape.getShape(), values));
        });
        return weights;
    }

    /** The numbers of a weight by its name without prefix. */
    public static float[] values(Map<String, FloatTensor> weights, String name) {
        return Objects.requireNonNull(weights.get("transformer." + name), name).values();
    }

    public static Path write(Path directory) throws IOException {
        writeWithoutWeights(directory, CONFIGURATION);
        SafetensorsWriter.write(directory.resolve("model.safetensors"), weights(CONFIGURATION, 1), TensorPrecision.F32);
        return directory;
    }

    public static void writeWithoutWeights(Path directory, Gpt2Configuration configuration) throws IOException {
        Gpt2ConfigurationFile.write(configuration, directory.resolve("config.json"));
        Files.writeString(directory.resolve("tokenizer.json"), tokenizer().toString());
    }

    public static Tokens randomTokens(Random random, int size) {
        return Tokens.of(random.ints(size, 1, CONFIGURATION.vocabularySize()).toArray());
    }

    public static ObjectNode tokenizer() {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        root.put("version", "1.0");
        root.putArray("added_tokens")
                .addObject()
                .put("id", 0)
                .put("content", "<|endoftext|>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        for (String part : List.of("pre_tokenizer", "decoder")) {
            root.putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", true);
        }
        ObjectNode model = root.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab").put("<|endoftext|>", 0);
        List<String> tokens = new ArrayList<>(byteAlphabet());
        tokens.add("\u0120g");
        tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
        model.putArray("merges").add("\u0120 g");
        return root;
    }

    /** The characters that stand for bytes 0 to 255: printable Latin-1 for itself, the others from U+0100 on. */
    private static List<String> byteAlphabet() {
        int[] shifted = {0x100};
        return IntStream.range(0, 256)
                .map(value -> printable(value) ? value : shifted[0]++)
                .mapToObj(Character::toString)
                .toList();
    }

    private static boolean printable(int value) {
        return (value >= 0x21 && value <= 0x7e) || (value >= 0xa1 && value <= 0xff && value != 0xad);
    }
}

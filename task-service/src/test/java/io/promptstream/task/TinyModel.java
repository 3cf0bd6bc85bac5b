package io.promptstream.task;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.languagemodel.Activation;
import io.promptstream.languagemodel.Gpt2Configuration;
import io.promptstream.languagemodel.Gpt2Weights;
import io.promptstream.languagemodel.SafetensorsWriter;
import io.promptstream.languagemodel.TensorPrecision;
import io.promptstream.languagemodel.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Hugging Face directory with random weights and a vocabulary of bytes and the beginnings of some words. */
public final class TinyModel {
    /** Tokens that one sequence may hold. */
    public static final int POSITIONS = 64;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BLANK = "\u0120";

    private TinyModel() {}

    /** Writes the model; equal seeds write equal weights. */
    public static Path write(Path directory, long seed) throws IOException {
        List<String> vocabulary = bytes();
        List<List<String>> merges = List.of(List.of(BLANK, "s"), List.of(BLANK, "r"), List.of(BLANK, "p"));
        merges.forEach(merge -> vocabulary.add(String.join("", merge)));
        vocabulary.add("<|endoftext|>");
        Gpt2Configuration configuration = new Gpt2Configuration(
                vocabulary.size(), POSITIONS, 16, 2, 2, 1e-5, Activation.GELU_NEW, vocabulary.size() - 1);
        configuration.write(directory.resolve("config.json"));
        try (NDManager manager = TorchEngine.newManager()) {
            SafetensorsWriter.writeModel(
                    directory, Gpt2Weights.initial(configuration, manager, seed), TensorPrecision.F32);
        }
        Files.writeString(directory.resolve("tokenizer.json"), tokenizer(vocabulary, merges));
        return directory;
    }

    /** GPT-2's printable stand-ins for the 256 bytes, in the order of the bytes. */
    private static List<String> bytes() {
        List<String> symbols = new ArrayList<>();
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
            symbols.add(Character.toString(printable ? value : next));
            next += printable ? 0 : 1;
        }
        return symbols;
    }

    private static String tokenizer(List<String> vocabulary, List<List<String>> merges) {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        ObjectNode byteLevel = JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        root.set("pre_tokenizer", byteLevel);
        root.set("decoder", byteLevel);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        ObjectNode vocab = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            vocab.put(vocabulary.get(id), id);
        }
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(merge -> pairs.add(String.join(" ", merge)));
        return root.toPrettyString();
    }
}

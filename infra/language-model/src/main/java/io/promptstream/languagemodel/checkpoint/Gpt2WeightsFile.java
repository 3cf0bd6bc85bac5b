package io.promptstream.languagemodel.checkpoint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.format.FloatTensor;
import io.promptstream.languagemodel.format.ModelFormatException;
import io.promptstream.languagemodel.format.SafetensorsReader;
import io.promptstream.languagemodel.format.SafetensorsWriter;
import io.promptstream.languagemodel.format.TensorPrecision;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Weights;
import io.promptstream.languagemodel.tokenizer.TokenizerFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a model's weights among the tensors of a directory. Names may have a prefix, whichever: the one under which the position
 * embedding stands. Of a tied head and embedding one may be missing. What belongs to no part of the model, such as the head of a
 * classifier, is ignored with a warning.
 */
public final class Gpt2WeightsFile {
    private static final Logger log = LoggerFactory.getLogger(Gpt2WeightsFile.class);
    private static final String EMBEDDING = "wte.weight";
    private static final String POSITIONS = "wpe.weight";
    private static final String HEAD = "lm_head.weight";

    /** Causal masks that older checkpoints carry. */
    private static final Pattern MASK = Pattern.compile("h\\.\\d+\\.attn\\.(bias|masked_bias)");

    /** Whatever has such a name takes part in the computation. */
    private static final Pattern PART = Pattern.compile("(h|wte|wpe|ln_f|lm_head)\\..*");

    private static final Pattern QUERIES = Pattern.compile("h\\.(\\d+)\\.attn\\.c_attn\\.(weight|bias)");

    private final Path directory;
    private final Gpt2ConfigurationFile config;
    private final TokenizerFile tokenizer;

    public Gpt2WeightsFile(Path directory, Gpt2ConfigurationFile config, TokenizerFile tokenizer) {
        this.directory = directory;
        this.config = config;
        this.tokenizer = tokenizer;
    }

    /**
     * Writes the weights as {@code model.safetensors} into a model directory, under the names that Hugging Face uses.
     */
    public static void write(Path directory, Gpt2Weights weights, TensorPrecision precision) {
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        weights.byName()
                .forEach((name, array) -> tensors.put(
                        "transformer." + name, new FloatTensor(array.getShape().getShape(), weights.values(name))));
        SafetensorsWriter.write(directory.resolve(SafetensorsReader.SINGLE_FILE), tensors, precision);
    }

    /** The weights without the rows that pad the embedding behind the tokenizer's last token. */
    public Gpt2Weights read(NDManager manager) {
        Gpt2Configuration declared = config.configuration();
        Gpt2Configuration used = used(declared);
        Map<String, Shape> shapes = Gpt2Weights.shapes(declared);
        try (SafetensorsReader tensors = SafetensorsReader.openModel(directory)) {
            Map<String, String> stored = storedNames(tensors.names(), shapes.keySet());
            requireTied(tensors, stored);
            return Gpt2Weights.create(used, manager, name -> {
                long[] shape = shapes.getOrDefault(name, new Shape()).getShape();
                float[] values =
                        tensors.read(stored.getOrDefault(name, name), shape).values();
                return name.equals(EMBEDDING)
                        ? Arrays.copyOf(values, used.vocabularySize() * used.width())
                        : scaled(name, values, used.width());
            });
        }
    }

    private Gpt2Configuration used(Gpt2Configuration declared) {
        Map.Entry<String, Integer> last = tokenizer.last();
        if (last.getValue() >= declared.vocabularySize()) {
            throw new ModelFormatException(
                    "%s: token \"%s\" has id %d, but field vocab_size of %s is %d: resize the model's embeddings to its tokenizer, or remove tokens that were added"
                            .formatted(
                                    tokenizer.path(),
                                    last.getKey(),
                                    last.getValue(),
                                    config.path(),
                                    declared.vocabularySize()));
        }
        if (declared.endOfTextId() > last.getValue()) {
            throw new ModelFormatException(
                    "%s: field eos_token_id is %d, but the last token of %s has id %d: write the id of a token"
                            .formatted(config.path(), declared.endOfTextId(), tokenizer.path(), last.getValue()));
        }
        return declared.withVocabulary(last.getValue() + 1);
    }

    /** Where each weight is stored, by its name; the head too, if there is one. */
    private Map<String, String> storedNames(Set<String> names, Set<String> expected) {
        String prefix = prefix(names);
        Map<String, String> stored = new HashMap<>();
        List<String> ignored = new ArrayList<>();
        for (String name : names) {
            boolean own = name.startsWith(prefix);
            String plain = own ? name.substring(prefix.length()) : name;
            if (own && expected.contains(plain)) {
                stored.put(plain, name);
            } else if (name.equals(HEAD) || name.endsWith("." + HEAD)) {
                stored.put(HEAD, name);
            } else if (PART.matcher(plain).matches() && !MASK.matcher(plain).matches()) {
                throw new ModelFormatException(
                        "%s holds tensor %s, which the model that config.json describes does not have: check n_layer and architectures; merge adapters into the weights"
                                .formatted(directory, name));
            } else if (!MASK.matcher(plain).matches()) {
                ignored.add(name);
            }
        }
        if (!ignored.isEmpty()) {
            log.warn("{} holds tensors that no part of a GPT-2 language model has, ignored: {}", directory, ignored);
        }
        String head = stored.get(HEAD);
        if (head != null) {
            stored.putIfAbsent(EMBEDDING, head);
        }
        return stored;
    }

    private String prefix(Set<String> names) {
        List<String> found = names.stream()
                .filter(name -> name.equals(POSITIONS) || name.endsWith("." + POSITIONS))
                .sorted()
                .toList();
        if (found.size() != 1) {
            throw new ModelFormatException("%s holds %s: expected one tensor %s, with or without a prefix"
                    .formatted(directory, found.isEmpty() ? "no tensor " + POSITIONS : found, POSITIONS));
        }
        return found.getFirst().substring(0, found.getFirst().length() - POSITIONS.length());
    }

    /** A checkpoint that declares a head of its own may have saved the embedding twice; otherwise it is another model. */
    private void requireTied(SafetensorsReader tensors, Map<String, String> stored) {
        String head = stored.get(HEAD);
        String embedding = stored.get(EMBEDDING);
        if (config.tied() || (head != null && head.equals(embedding))) {
            return;
        }
        if (head == null
                || embedding == null
                || !Arrays.equals(
                        tensors.read(head).values(), tensors.read(embedding).values())) {
            throw new ModelFormatException(
                    "%s: field tie_word_embeddings is false and %s, which is not supported: expected a head that equals the input embedding"
                            .formatted(
                                    config.path(),
                                    head == null
                                            ? "no tensor %s is there".formatted(HEAD)
                                            : "tensor %s differs from %s".formatted(head, embedding)));
        }
    }

    private float[] scaled(String name, float[] values, int width) {
        Matcher queries = QUERIES.matcher(name);
        double factor = queries.matches() ? config.queryFactor(Integer.parseInt(queries.group(1))) : 1;
        if (factor == 1) {
            return values;
        }
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            // Queries, keys and values stand side by side.
            if (i % (3 * width) < width) {
                scaled[i] = (float) (scaled[i] * factor);
            }
        }
        return scaled;
    }
}

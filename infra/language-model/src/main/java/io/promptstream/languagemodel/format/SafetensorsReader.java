package io.promptstream.languagemodel.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tensors of a model directory: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json}
 * lists. Files are memory-mapped until {@link #close}; only what is asked for is read. Not thread-safe.
 *
 * <p>DJL's {@code NDList} reads a whole file into arrays of its engine, and knows no shards.
 */
public final class SafetensorsReader implements AutoCloseable {
    public static final String SINGLE_FILE = "model.safetensors";
    static final String INDEX_FILE = "model.safetensors.index.json";
    private static final Pattern OTHER_WEIGHTS = Pattern.compile(".*\\.(safetensors|bin|pt|pth|h5|msgpack|gguf)");

    private final Path source;
    private final Arena arena;
    private final Map<String, SafetensorsFile> fileByTensor;

    private SafetensorsReader(Path source, Arena arena, Map<String, SafetensorsFile> fileByTensor) {
        this.source = source;
        this.arena = arena;
        this.fileByTensor = fileByTensor;
    }

    /**
     * Opens the tensors of a model directory.
     *
     * @throws ModelFormatException if there are none, or a header or the index is malformed
     */
    public static SafetensorsReader openModel(Path directory) {
        Path index = directory.resolve(INDEX_FILE);
        if (Files.exists(directory.resolve(SINGLE_FILE))) {
            return open(directory.resolve(SINGLE_FILE));
        }
        if (Files.exists(index)) {
            return openShards(index);
        }
        throw new ModelFormatException(
                "%s holds neither %s nor %s: %s".formatted(directory, SINGLE_FILE, INDEX_FILE, whatToDo(directory)));
    }

    private static String whatToDo(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> OTHER_WEIGHTS.matcher(name).matches())
                    .sorted()
                    .toList();
            if (names.stream().anyMatch(name -> name.endsWith(".safetensors"))) {
                return "it holds %s; add the index, or name a single file %s".formatted(names, SINGLE_FILE);
            }
            return "convert %s to safetensors, for example with Python: AutoModelForCausalLM.from_pretrained(\"%s\").save_pretrained(\"%s\")"
                    .formatted(names.isEmpty() ? "the checkpoint" : names.getFirst(), directory, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    /** Opens one file. */
    public static SafetensorsReader open(Path file) {
        return opening(file, arena -> {
            SafetensorsFile opened = SafetensorsFile.map(file, arena);
            return opened.names().stream().collect(Collectors.toMap(Function.identity(), name -> opened));
        });
    }

    private static SafetensorsReader openShards(Path index) {
        return opening(index, arena -> {
            Map<String, SafetensorsFile> shards = new HashMap<>();
            Map<String, SafetensorsFile> tensors = new LinkedHashMap<>();
            weightMap(index).properties().forEach(entry -> {
                SafetensorsFile shard = shards.computeIfAbsent(
                        entry.getValue().asText(), name -> SafetensorsFile.map(index.resolveSibling(name), arena));
                if (!shard.names().contains(entry.getKey())) {
                    throw new ModelFormatException("%s: weight_map places tensor %s in %s, which does not hold it"
                            .formatted(index, entry.getKey(), shard.path()));
                }
                tensors.put(entry.getKey(), shard);
            });
            return tensors;
        });
    }

    @SuppressWarnings("MustBeClosedChecker") // the reader closes it
    private static SafetensorsReader opening(Path source, Function<Arena, Map<String, SafetensorsFile>> open) {
        Arena arena = Arena.ofConfined();
        try {
            return new SafetensorsReader(source, arena, open.apply(arena));
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static JsonNode weightMap(Path index) {
        JsonNode weightMap = JsonFile.read(index).path("weight_map");
        if (!weightMap.isObject()) {
            throw new ModelFormatException(
                    "%s: field weight_map is missing: expected an object of tensor name to file".formatted(index));
        }
        return weightMap;
    }

    /** Names of all tensors. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fileByTensor.keySet());
    }

    /**
     * Reads a tensor as float32.
     *
     * @throws ModelFormatException if there is no such tensor or its numbers are none of {@link TensorPrecision}
     */
    public FloatTensor read(String name) {
        SafetensorsFile file = fileByTensor.get(name);
        if (file == null) {
            throw new ModelFormatException("%s holds no tensor %s".formatted(source, name));
        }
        return file.read(name);
    }

    /** As {@link #read(String)}, and checks the shape. */
    public FloatTensor read(String name, long... expectedShape) {
        FloatTensor tensor = read(name);
        if (!Arrays.equals(tensor.shape(), expectedShape)) {
            throw new ModelFormatException("%s: tensor %s has shape %s, but config.json calls for %s: check %s"
                    .formatted(
                            source,
                            name,
                            Arrays.toString(tensor.shape()),
                            Arrays.toString(expectedShape),
                            fields(name)));
        }
        return tensor;
    }

    /** The fields of {@code config.json} that make the shape. */
    private static String fields(String name) {
        if (name.endsWith("wte.weight") || name.endsWith("lm_head.weight")) {
            return "vocab_size and n_embd";
        }
        if (name.endsWith("wpe.weight")) {
            return "n_positions and n_embd";
        }
        return name.contains(".mlp.") ? "n_embd and n_inner" : "n_embd";
    }

    @Override
    public void close() {
        arena.close();
    }
}

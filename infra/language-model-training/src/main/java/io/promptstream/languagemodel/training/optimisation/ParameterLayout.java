package io.promptstream.languagemodel.training.optimisation;

import ai.djl.ndarray.NDManager;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each of a model's parameters lies in one flat vector. */
public final class ParameterLayout {

    private final Gpt2Configuration configuration;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final int size;

    /** @param decayed whether weight decay applies: to matrices, not to biases and layer norms */
    record Entry(String name, int offset, int length, boolean decayed) {}

    public ParameterLayout(Gpt2Configuration configuration) {
        this.configuration = configuration;
        int offset = 0;
        for (var shape : Gpt2Weights.shapes(configuration).entrySet()) {
            int length = Math.toIntExact(shape.getValue().size());
            boolean decayed = shape.getValue().dimension() > 1;
            entries.put(shape.getKey(), new Entry(shape.getKey(), offset, length, decayed));
            offset += length;
        }
        this.size = offset;
    }

    List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }

    Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no parameter is called " + name + "; write one of " + entries.keySet());
        }
        return entry;
    }

    public Gpt2Configuration configuration() {
        return configuration;
    }

    public int size() {
        return size;
    }

    /** The flat vector of {@code weights}. */
    public float[] flatten(Gpt2Weights weights) {
        float[] flat = new float[size];
        entries.values()
                .forEach(entry ->
                        System.arraycopy(weights.values(entry.name()), 0, flat, entry.offset(), entry.length()));
        return flat;
    }

    /** Copies of the parameters as arrays of {@code manager}. */
    public Gpt2Weights weights(float[] flat, NDManager manager) {
        return Gpt2Weights.create(configuration, manager, name -> {
            Entry entry = entry(name);
            return Arrays.copyOfRange(flat, entry.offset(), entry.offset() + entry.length());
        });
    }
}

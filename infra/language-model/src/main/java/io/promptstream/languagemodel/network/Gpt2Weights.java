package io.promptstream.languagemodel.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * The float32 parameters of a GPT-2 model under their Hugging Face names without the {@code transformer.} prefix.
 * Matrices of a block are stored as Conv1D does, {@code [in, out]}. The head is tied to {@code wte.weight}.
 *
 * <p>The arrays belong to the manager they were created with and live as long as it does. An operation called on a
 * weight puts its result there too, where it stays until that manager is closed: call {@link Gpt2Network} instead, or
 * attach the weights to a sub-manager for the duration ({@code manager.tempAttachAll(weights.all())}).
 */
public final class Gpt2Weights {
    /** Standard deviation of the initial weights (Radford et al. 2019). */
    private static final double INITIAL_DEVIATION = 0.02;

    /** All weights are one argument of the TorchScript methods, see {@link ScriptModule#call}. */
    private static final String SCRIPT_ARGUMENT = "weights[]";

    private final Gpt2Configuration configuration;
    private final Map<String, NDArray> arrays;

    private Gpt2Weights(Gpt2Configuration configuration, Map<String, NDArray> arrays) {
        this.configuration = configuration;
        this.arrays = Collections.unmodifiableMap(arrays);
    }

    /** Every parameter's name and shape, in the order of the forward pass. */
    public static Map<String, Shape> shapes(Gpt2Configuration configuration) {
        long width = configuration.width();
        long inner = configuration.innerWidth();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("wte.weight", new Shape(configuration.vocabularySize(), width));
        shapes.put("wpe.weight", new Shape(configuration.positions(), width));
        for (int layer = 0; layer < configuration.layers(); layer++) {
            String block = "h." + layer + ".";
            shapes.put(block + "ln_1.weight", new Shape(width));
            shapes.put(block + "ln_1.bias", new Shape(width));
            shapes.put(block + "attn.c_attn.weight", new Shape(width, 3 * width));
            shapes.put(block + "attn.c_attn.bias", new Shape(3 * width));
            shapes.put(block + "attn.c_proj.weight", new Shape(width, width));
            shapes.put(block + "attn.c_proj.bias", new Shape(width));
            shapes.put(block + "ln_2.weight", new Shape(width));
            shapes.put(block + "ln_2.bias", new Shape(width));
            shapes.put(block + "mlp.c_fc.weight", new Shape(width, inner));
            shapes.put(block + "mlp.c_fc.bias", new Shape(inner));
            shapes.put(block + "mlp.c_proj.weight", new Shape(inner, width));
            shapes.put(block + "mlp.c_proj.bias", new Shape(width));
        }
        shapes.put("ln_f.weight", new Shape(width));
        shapes.put("ln_f.bias", new Shape(width));
        return shapes;
    }

    /**
     * Creates weights from values in row-major order.
     *
     * @param values asked once for every name of {@link #shapes}; must answer as many numbers as the shape holds
     */
    public static Gpt2Weights create(
            Gpt2Configuration configuration, NDManager manager, Function<String, float[]> values) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        shapes(configuration).forEach((name, shape) -> {
            float[] data = values.apply(name);
            if (data.length != shape.size()) {
                throw new IllegalArgumentException("weight %s has %d numbers: %d are needed for shape %s"
                        .formatted(name, data.length, shape.size(), shape));
            }
            NDArray array = manager.create(data, shape);
            array.setName(SCRIPT_ARGUMENT);
            arrays.put(name, array);
        });
        return new Gpt2Weights(configuration, arrays);
    }

    /**
     * GPT-2's initial weights: normal with deviation 0.02, that of the projections into the residual stream divided by
     * the square root of their number; biases 0, layer norms 1. Equal seeds give equal weights.
     */
    public static Gpt2Weights initial(Gpt2Configuration configuration, NDManager manager, long seed) {
        Random random = new Random(seed);
        Map<String, Shape> shapes = shapes(configuration);
        return create(configuration, manager, name -> {
            float[] values = new float[Math.toIntExact(sizeOf(shapes, name))];
            if (name.endsWith(".bias")) {
                return values;
            }
            boolean norm = name.contains("ln_");
            double deviation = name.endsWith("c_proj.weight")
                    ? INITIAL_DEVIATION / Math.sqrt(2.0 * configuration.layers())
                    : INITIAL_DEVIATION;
            for (int i = 0; i < values.length; i++) {
                values[i] = norm ? 1f : (float) (deviation * random.nextGaussian());
            }
            return values;
        });
    }

    public Gpt2Configuration configuration() {
        return configuration;
    }

    /** The array of a parameter by its Hugging Face name, for example {@code h.0.attn.c_attn.weight}. */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    "no weight is called %s: write one of %s".formatted(name, arrays.keySet()));
        }
        return array;
    }

    /** All parameters by name, in the order of {@link #shapes}. */
    public Map<String, NDArray> byName() {
        return arrays;
    }

    /** All parameters in the order of {@link #shapes}. */
    public NDList all() {
        return new NDList(arrays.values());
    }

    /** The numbers of a parameter, row-major. */
    public float[] values(String name) {
        return get(name).toType(DataType.FLOAT32, false).toFloatArray();
    }

    /** Number of parameters. */
    public long size() {
        return arrays.values().stream().mapToLong(NDArray::size).sum();
    }

    private static long sizeOf(Map<String, Shape> shapes, String name) {
        Shape shape = shapes.get(name);
        return shape == null ? 0 : shape.size();
    }
}

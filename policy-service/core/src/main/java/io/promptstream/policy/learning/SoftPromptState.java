package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What changes while a {@link SoftPromptPolicy} is tuned, and its bytes. Format {@code soft-prompt/1}, big-endian: what the state
 * was made for (as text), random state, steps of Adam, then matrix, first and second moments as float32, row by row.
 */
final class SoftPromptState {
    static final String FORMAT = "soft-prompt/1";
    /** Of these frequent words the matrix begins as some. */
    private static final int START_WORDS = 2000;

    private final String shape;
    private final int rows;
    private final SplitMix random;
    private final float[] matrix;
    private final float[] first;
    private final float[] second;
    private long steps;

    private SoftPromptState(
            String shape, int rows, SplitMix random, float[] matrix, float[] first, float[] second, long steps) {
        this.shape = shape;
        this.rows = rows;
        this.random = random;
        this.matrix = matrix;
        this.first = first;
        this.second = second;
        this.steps = steps;
    }

    static SoftPromptState initial(SoftPromptSettings settings, FrozenLanguageModel model, Words.Library library) {
        SplitMix random = new SplitMix(settings.seed());
        Words words = library.mostFrequent(START_WORDS, Set.of(), settings.seed());
        List<Integer> tokens = new ArrayList<>(tokens(settings.start(), words, model));
        while (tokens.size() < settings.promptLength()) {
            tokens.add(words.token(random.nextInt(words.count())));
        }
        int width = model.width();
        float[] matrix = new float[settings.promptLength() * width];
        for (int row = 0; row < settings.promptLength(); row++) {
            System.arraycopy(model.outputEmbedding()[tokens.get(row)], 0, matrix, row * width, width);
        }
        return new SoftPromptState(
                shape(settings, model),
                settings.promptLength(),
                random,
                matrix,
                new float[matrix.length],
                new float[matrix.length],
                0);
    }

    /** The words of a text that are words of the vocabulary. */
    private static List<Integer> tokens(String text, Words words, FrozenLanguageModel model) {
        if (text.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> byText = new HashMap<>();
        for (int at = 0; at < words.count(); at++) {
            byText.put(model.text(words.token(at)).strip(), words.token(at));
        }
        return Arrays.stream(text.split("[^\\p{L}]+"))
                .filter(byText::containsKey)
                .map(byText::get)
                .toList();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IncompatibleStateException if the bytes were made for another model, length or beginning, or are damaged
     */
    static SoftPromptState read(PolicyState state, SoftPromptSettings settings, FrozenLanguageModel model)
            throws IncompatibleStateException {
        String shape = shape(settings, model);
        int size = settings.promptLength() * model.width();
        return StateBytes.read(state, FORMAT, shape, in -> {
            SplitMix random = new SplitMix(in.readLong());
            long steps = in.readLong();
            float[] matrix = StateBytes.readFloats(size, in);
            float[] first = StateBytes.readFloats(size, in);
            float[] second = StateBytes.readFloats(size, in);
            return new SoftPromptState(shape, settings.promptLength(), random, matrix, first, second, steps);
        });
    }

    PolicyState write() {
        return StateBytes.write(FORMAT, shape, out -> {
            out.writeLong(random.state());
            out.writeLong(steps);
            StateBytes.writeFloats(matrix, out);
            StateBytes.writeFloats(first, out);
            StateBytes.writeFloats(second, out);
        });
    }

    private static String shape(SoftPromptSettings settings, FrozenLanguageModel model) {
        return "model=%s promptLength=%d start=%s seed=%d"
                .formatted(model.fingerprint(), settings.promptLength(), settings.start(), settings.seed());
    }

    /** One step of Adam down the gradient, which has the size of the matrix. */
    void step(float[] gradient, SoftPromptSettings settings) {
        steps++;
        double squares = 0;
        for (float number : gradient) {
            squares += (double) number * number;
        }
        new Adam.Step(steps, settings.learningRate(), settings.gradientClip(), Math.sqrt(squares))
                .change(matrix, gradient, first, second);
        random.nextLong();
    }

    /** Steps that were taken. */
    long steps() {
        return steps;
    }

    int rows() {
        return rows;
    }

    int width() {
        return matrix.length / rows;
    }

    SplitMix random() {
        return random;
    }

    /** Row by row; not to be changed. */
    float[] matrix() {
        return matrix;
    }
}

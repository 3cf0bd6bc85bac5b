package io.promptstream.policy.learning;

/**
 * What changes while an {@link AutoPromptPolicy} searches, and its bytes. Format {@code autoprompt/1}, big-endian: what the
 * state was made for (as text), random state, the trigger words by index, the place that is tried next, and the gradient as
 * float32 behind a byte that tells whether there is one.
 */
final class AutoPromptState {
    static final String FORMAT = "autoprompt/1";
    private static final float[] NO_GRADIENT = {};

    private final String shape;
    private final Words words;
    private final SplitMix random;
    private int[] trigger;
    private int place;
    private float[] gradient;

    private AutoPromptState(String shape, Words words, SplitMix random, int[] trigger, int place, float[] gradient) {
        this.shape = shape;
        this.words = words;
        this.random = random;
        this.trigger = trigger;
        this.place = place;
        this.gradient = gradient;
    }

    /** Begins with words drawn at random. */
    static AutoPromptState initial(AutoPromptSettings settings, Words words) {
        SplitMix random = new SplitMix(settings.seed());
        int[] trigger = new int[settings.promptLength()];
        for (int at = 0; at < trigger.length; at++) {
            trigger[at] = random.nextInt(words.count());
        }
        return new AutoPromptState(shape(settings, words), words, random, trigger, 0, NO_GRADIENT);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param width numbers of an embedding
     * @throws IncompatibleStateException if the bytes were made for other words or another length, or are damaged
     */
    static AutoPromptState read(PolicyState state, AutoPromptSettings settings, Words words, int width)
            throws IncompatibleStateException {
        String shape = shape(settings, words);
        return StateBytes.read(state, FORMAT, shape, in -> {
            SplitMix random = new SplitMix(in.readLong());
            int[] trigger = new int[settings.promptLength()];
            for (int at = 0; at < trigger.length; at++) {
                trigger[at] = in.readInt();
            }
            int place = in.readInt();
            float[] gradient = in.readBoolean() ? StateBytes.readFloats(trigger.length * width, in) : NO_GRADIENT;
            return new AutoPromptState(shape, words, random, trigger, place, gradient);
        });
    }

    PolicyState write() {
        return StateBytes.write(FORMAT, shape, out -> {
            out.writeLong(random.state());
            for (int word : trigger) {
                out.writeInt(word);
            }
            out.writeInt(place);
            out.writeBoolean(gradient.length > 0);
            StateBytes.writeFloats(gradient, out);
        });
    }

    private static String shape(AutoPromptSettings settings, Words words) {
        return "%s promptLength=%d seed=%d".formatted(words.name(), settings.promptLength(), settings.seed());
    }

    Words words() {
        return words;
    }

    SplitMix random() {
        return random;
    }

    /** Indices of the words; not to be changed. */
    int[] trigger() {
        return trigger;
    }

    /** Where other words are tried next. */
    int place() {
        return place;
    }

    /** Of the loss with respect to the embeddings, row by row; empty before one is known. */
    float[] gradient() {
        return gradient;
    }

    void learned(float[] newest) {
        gradient = newest;
    }

    /** Takes the words for the trigger, and goes on to the next place. */
    void next(int[] better) {
        trigger = better;
        place = (place + 1) % trigger.length;
        random.nextLong();
    }
}

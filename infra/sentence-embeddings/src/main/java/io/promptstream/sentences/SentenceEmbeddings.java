package io.promptstream.sentences;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Embeddings of texts: vectors of norm 1 that are the more alike the more alike the texts' meanings are. For any thread. */
public final class SentenceEmbeddings {
    /** Numbers in an embedding. */
    public static final int SIZE = 384;

    private static final Logger LOG = LoggerFactory.getLogger(SentenceEmbeddings.class);

    private static final int REMEMBERED = 4096;

    private final EmbeddingModel model;
    private final Map<String, float[]> lately = Collections.synchronizedMap(new Lately());

    private SentenceEmbeddings(EmbeddingModel model) {
        this.model = model;
    }

    /**
     * The one of this process; loads the model if nobody asked for it before.
     *
     * @throws IllegalStateException if it cannot be loaded, such as where no native code can be unpacked; nor can it then
     *     until the process is started again
     */
    public static SentenceEmbeddings shared() {
        try {
            return Shared.INSTANCE;
        } catch (LinkageError e) {
            LOG.error("The model of sentence embeddings cannot be loaded; see its README", e);
            throw new IllegalStateException("the model of sentence embeddings cannot be loaded", e);
        }
    }

    /** The embedding of a text; of one without anything to read, zeros. */
    public float[] of(String text) {
        return embedded(text).clone();
    }

    /**
     * The cosine of the angle between two embeddings, from -1 to 1; 0 where a text has nothing to read. To four digits: the last bits
     * depend on the processor.
     */
    public double similarity(String one, String other) {
        float[] a = embedded(one);
        float[] b = embedded(other);
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += (double) a[i] * b[i];
        }
        return Math.round(Math.clamp(sum, -1, 1) * 1e4) / 1e4;
    }

    private float[] embedded(String text) {
        float[] known = lately.get(text);
        if (known == null) {
            known = embed(text);
            lately.put(text, known);
        }
        return known;
    }

    private float[] embed(String text) {
        if (text.isBlank()) {
            return new float[SIZE];
        }
        try {
            return model.embed(text).content().vector();
        } catch (IllegalArgumentException e) {
            // So it says that nothing is left of a text once its tokenizer has cleaned it, such as one control
            // character.
            return new float[SIZE];
        }
    }

    /** Forgets what was asked for longest ago. */
    private static final class Lately extends LinkedHashMap<String, float[]> {
        private static final long serialVersionUID = 1;

        Lately() {
            super(REMEMBERED, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > REMEMBERED;
        }
    }

    /** Initialised when it is first used, by one thread. */
    private static final class Shared {
        // Parts of a long text one after the other: a pool of threads of its own is not worth it.
        static final SentenceEmbeddings INSTANCE =
                new SentenceEmbeddings(new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run));
    }
}

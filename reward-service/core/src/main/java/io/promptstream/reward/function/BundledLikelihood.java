package io.promptstream.reward.function;

import io.promptstream.languagemodel.BundledModel;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Likelihoods by the bundled model. A text stands behind the token that ends texts, as texts did in training, so its first
 * token counts too; that it ends does not count. One longer than the model reads is judged in parts, each as a text of its
 * own. For any thread.
 */
final class BundledLikelihood implements TextLikelihood {
    /** So many characters of a text are read: scoring waits while one is judged. */
    static final int LONGEST = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(BundledLikelihood.class);

    private final LanguageModel model;
    private final Tokens start;

    private BundledLikelihood(LanguageModel model) {
        this.model = model;
        this.start = Tokens.of(model.configuration().endOfTextId());
    }

    /**
     * The one of this process; loads the model if nobody asked for it before.
     *
     * @throws IllegalStateException if it cannot be loaded, such as where no native code can be unpacked; nor can it then
     *     until the process is started again
     */
    static BundledLikelihood shared() {
        try {
            return Shared.INSTANCE;
        } catch (LinkageError e) {
            LOG.error(
                    "The model that judges fluency cannot be loaded; its native code is unpacked below DJL_CACHE_DIR",
                    e);
            throw new IllegalStateException("the model that judges fluency cannot be loaded", e);
        }
    }

    @Override
    public Optional<Judgement> of(String text) {
        Tokens tokens = model.tokenizer()
                .encode(text.substring(0, Math.min(text.length(), LONGEST)).strip());
        int part = model.configuration().positions() - start.size();
        double sum = 0;
        for (int from = 0; from < tokens.size(); from += part) {
            Tokens read = tokens.slice(from, Math.min(tokens.size(), from + part));
            for (float logProbability : model.logProbabilities(start.concat(read))) {
                sum += logProbability;
            }
        }
        return tokens.isEmpty()
                ? Optional.empty()
                // To four digits: the last bits depend on the processor.
                : Optional.of(new Judgement(Math.round(sum / tokens.size() * 1e4) / 1e4, tokens.size()));
    }

    /** Initialised when it is first used, by one thread. */
    private static final class Shared {
        static final BundledLikelihood INSTANCE = new BundledLikelihood(BundledModel.load());
    }
}

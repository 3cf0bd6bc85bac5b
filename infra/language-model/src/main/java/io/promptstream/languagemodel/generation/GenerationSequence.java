package io.promptstream.languagemodel.generation;

import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.List;

/** One text on its way. */
final class GenerationSequence {
    private final GenerationRequest request;
    private final Gpt2Configuration configuration;
    private final TokenSampler sampler;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Float> logProbabilities = new ArrayList<>();
    private boolean ended;

    GenerationSequence(GenerationRequest request, Gpt2Configuration configuration) {
        this.request = request;
        this.configuration = configuration;
        this.sampler = new TokenSampler(request.sampling());
    }

    Tokens prompt() {
        return request.prompt();
    }

    boolean finished() {
        return ended || tokens.size() == request.maximumTokens();
    }

    /** Chooses the next token; nothing if the text is finished. */
    void append(float[] logits, int from, int vocabularySize) {
        if (finished()) {
            return;
        }
        int token = sampler.choose(logits, from, vocabularySize);
        logProbabilities.add((float) TokenSampler.logProbability(logits, from, vocabularySize, token));
        if (configuration.ends(token)) {
            ended = true;
        } else {
            tokens.add(token);
        }
    }

    /** The token to continue from; a finished text continues from anything, its logits are not looked at. */
    int latest() {
        return finished() ? configuration.endOfTextId() : tokens.getLast();
    }

    int latestPosition() {
        return finished() ? 0 : request.prompt().size() + tokens.size() - 1;
    }

    Generated result() {
        return new Generated(
                Tokens.of(tokens.stream().mapToInt(Integer::intValue).toArray()), logProbabilities, ended);
    }
}

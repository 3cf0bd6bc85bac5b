package io.promptstream.languagemodel;

import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;

/** Refuses what the model cannot take, before any of it reaches native code. */
record InputCheck(Gpt2Configuration configuration) {

    void request(ScoringRequest request) {
        ids(request.prefix());
        request.suffixes().forEach(this::ids);
        ids(request.candidates());
        length(request.longest());
    }

    void request(GenerationRequest request) {
        ids(request.prompt());
        length(request.prompt().size() + request.maximumTokens());
    }

    void sequence(Tokens sequence) {
        if (sequence.isEmpty()) {
            throw new IllegalArgumentException(
                    "a sequence is empty: begin with the end-of-text token if there is no text");
        }
        length(sequence.size());
        ids(sequence);
    }

    void length(int tokens) {
        if (tokens > configuration.positions()) {
            throw new TooManyTokensException(tokens, configuration.positions());
        }
    }

    void ids(Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            int id = tokens.get(i);
            if (id < 0 || id >= configuration.vocabularySize()) {
                throw new IllegalArgumentException("token id %d at position %d is not in the vocabulary: write 0 to %d"
                        .formatted(id, i, configuration.vocabularySize() - 1));
            }
        }
    }
}

package io.promptstream.languagemodel;

import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.softprompt.PromptSlot;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;

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

    void slots(List<PromptSlot> slots, Tokens candidates) {
        if (slots.isEmpty() || candidates.isEmpty()) {
            throw new IllegalArgumentException("there are %d slots and %d candidates: pass at least one of each"
                    .formatted(slots.size(), candidates.size()));
        }
        ids(candidates);
        int width = configuration.width();
        int numbers = slots.getFirst().prompt().length;
        if (numbers == 0 || numbers % width != 0) {
            throw new IllegalArgumentException(
                    "the prompt has %d numbers: pass one or more rows of %d".formatted(numbers, width));
        }
        for (PromptSlot slot : slots) {
            if (slot.prompt().length != numbers) {
                throw new IllegalArgumentException("a prompt has %d numbers and the first %d: pass equally many"
                        .formatted(slot.prompt().length, numbers));
            }
            ids(slot.before());
            ids(slot.behind());
            length(slot.before().size() + numbers / width + slot.behind().size());
        }
    }

    void labels(int[] labels, int slots, int candidates) {
        if (labels.length != slots) {
            throw new IllegalArgumentException(
                    "there are %d labels for %d slots: pass one for each".formatted(labels.length, slots));
        }
        for (int label : labels) {
            if (label < 0 || label >= candidates) {
                throw new IllegalArgumentException(
                        "label %d is not one of the %d candidates: write an index from 0 to %d"
                                .formatted(label, candidates, candidates - 1));
            }
        }
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

package io.promptstream.languagemodel.scoring;

import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;

/**
 * Asks how likely each candidate token is to follow {@code prefix + suffix}, for every suffix.
 *
 * @param prefix what all sequences begin with, typically the rendered input; its keys and values are cached
 * @param suffixes what differs, typically the prompts; one may be empty if the prefix is not
 * @param candidates ids of the tokens to score, typically one per label
 */
public record ScoringRequest(Tokens prefix, List<Tokens> suffixes, Tokens candidates) {

    public ScoringRequest {
        suffixes = List.copyOf(suffixes);
        if (suffixes.isEmpty()) {
            throw new IllegalArgumentException(
                    "suffixes is empty: pass one suffix per sequence, Tokens.empty() for none");
        }
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("candidates is empty: pass the id of at least one token to score");
        }
        if (prefix.isEmpty() && suffixes.stream().anyMatch(Tokens::isEmpty)) {
            throw new IllegalArgumentException(
                    "prefix and a suffix are both empty: a sequence needs at least one token");
        }
    }

    /** Tokens of the longest sequence. */
    public int longest() {
        return prefix.size() + suffixes.stream().mapToInt(Tokens::size).max().orElse(0);
    }

    /** The same sequences, split so that no suffix is empty: then every last position is computed with the suffixes. */
    ScoringRequest withoutEmptySuffixes() {
        if (suffixes.stream().noneMatch(Tokens::isEmpty)) {
            return this;
        }
        int split = prefix.size() - 1;
        Tokens moved = prefix.slice(split, prefix.size());
        return new ScoringRequest(
                prefix.slice(0, split), suffixes.stream().map(moved::concat).toList(), candidates);
    }

    /** The same sequences with nothing in common: each is encoded in full. */
    public ScoringRequest withoutPrefix() {
        return new ScoringRequest(
                Tokens.empty(), suffixes.stream().map(prefix::concat).toList(), candidates);
    }
}

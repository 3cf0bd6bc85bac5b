package io.promptstream.simulation.model;

import io.promptstream.languagemodel.generation.Generated;
import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.local.CausalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A task model whose tokens are words and whose logits are hashes of the whole text. */
public final class HashedTaskModel implements CausalModel {
    private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+");
    private static final int LARGEST_TOKEN = 1 << 24;

    @Override
    public String fingerprint() {
        return "hashed";
    }

    @Override
    public int positions() {
        return 256;
    }

    @Override
    public Tokens encode(String text) {
        List<Integer> ids = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            ids.add(1 + Math.floorMod(words.group().hashCode(), LARGEST_TOKEN));
        }
        return Tokens.of(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return Map.of("<|end|>", 0);
    }

    /** No word can be told from its hash. */
    @Override
    public String decode(Tokens tokens) {
        return "";
    }

    @Override
    public List<float[][]> score(List<ScoringRequest> requests) {
        return requests.stream().map(HashedTaskModel::score).toList();
    }

    private static float[][] score(ScoringRequest request) {
        float[][] logits =
                new float[request.suffixes().size()][request.candidates().size()];
        for (int s = 0; s < logits.length; s++) {
            int text = request.prefix().concat(request.suffixes().get(s)).hashCode();
            for (int c = 0; c < logits[s].length; c++) {
                int mixed = (text ^ request.candidates().get(c) * 0x9E3779B9) * 0x85EBCA6B;
                logits[s][c] = (mixed >>> 16) / 16_384f - 2;
            }
        }
        return logits;
    }

    @Override
    public List<Generated> generate(List<GenerationRequest> requests) {
        return requests.stream()
                .map(request -> new Generated(Tokens.empty(), List.of(), /* ended= */ false))
                .toList();
    }
}

package io.promptstream.task.model;

import io.promptstream.languagemodel.Generated;
import io.promptstream.languagemodel.GenerationRequest;
import io.promptstream.languagemodel.ScoringRequest;
import io.promptstream.languagemodel.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A language model of which a reader can foresee everything: a word with its leading space is a token; a candidate's logit
 * is the number of times that it stands in the text; the continuation repeats the last token. A text that holds the word
 * " poison" throws.
 */
public final class FakeCausalModel implements CausalModel {
    private static final Pattern TOKEN = Pattern.compile("\\s*\\S+|\\s+");
    /** Token 0 has a text that no text is read as, because it holds a blank. */
    private final List<String> vocabulary = new ArrayList<>(List.of("<special end>"));

    private final int positions;
    final List<ScoringRequest> scored = new CopyOnWriteArrayList<>();

    public FakeCausalModel(int positions) {
        this.positions = positions;
    }

    @Override
    public String fingerprint() {
        return "fake";
    }

    @Override
    public int positions() {
        return positions;
    }

    @Override
    public synchronized Tokens encode(String text) {
        List<Integer> ids = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            if (!vocabulary.contains(matcher.group())) {
                vocabulary.add(matcher.group());
            }
            ids.add(vocabulary.indexOf(matcher.group()));
        }
        return Tokens.of(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return Map.of("<|end|>", 0);
    }

    @Override
    public synchronized String decode(Tokens tokens) {
        StringBuilder text = new StringBuilder();
        tokens.stream().forEach(id -> text.append(vocabulary.get(id)));
        return text.toString();
    }

    @Override
    public List<float[][]> score(List<ScoringRequest> requests) {
        scored.addAll(requests);
        return requests.stream().map(this::score).toList();
    }

    /** Prefixes in the order in which they were asked for. */
    public List<String> scoredPrefixes() {
        return scored.stream().map(request -> decode(request.prefix())).toList();
    }

    private float[][] score(ScoringRequest request) {
        float[][] logits =
                new float[request.suffixes().size()][request.candidates().size()];
        for (int s = 0; s < logits.length; s++) {
            Tokens text = request.prefix().concat(request.suffixes().get(s));
            failOnPoison(text);
            for (int c = 0; c < logits[s].length; c++) {
                int candidate = request.candidates().get(c);
                logits[s][c] = text.stream().filter(id -> id == candidate).count();
            }
        }
        return logits;
    }

    @Override
    public List<Generated> generate(List<GenerationRequest> requests) {
        return requests.stream()
                .map(request -> {
                    failOnPoison(request.prompt());
                    int last = request.prompt().get(request.prompt().size() - 1);
                    int[] repeated = new int[request.maximumTokens()];
                    Arrays.fill(repeated, last);
                    return new Generated(Tokens.of(repeated), List.of(), false);
                })
                .toList();
    }

    private void failOnPoison(Tokens tokens) {
        if (decode(tokens).contains(" poison")) {
            throw new IllegalStateException("poisoned");
        }
    }
}

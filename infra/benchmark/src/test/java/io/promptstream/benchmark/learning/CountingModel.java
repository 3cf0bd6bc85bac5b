package io.promptstream.benchmark.learning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.event.Task;
import io.promptstream.languagemodel.Generated;
import io.promptstream.languagemodel.GenerationRequest;
import io.promptstream.languagemodel.ScoringRequest;
import io.promptstream.languagemodel.Tokens;
import io.promptstream.local.task.TaskFile;
import io.promptstream.task.local.CausalModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Tokens are words; a label's logit is how often its word was read. Counts the sequences that it scored. */
final class CountingModel implements CausalModel {
    private final List<String> words = new ArrayList<>();
    private final AtomicInteger sequences = new AtomicInteger();

    /** A task with the labels good and bad. */
    static Task task() {
        var content = JsonNodeFactory.instance.objectNode().put("id", "opinions");
        var labels = content.putArray("labels");
        labels.addObject().put("name", "positive").put("verbalizer", "good");
        labels.addObject().put("name", "negative").put("verbalizer", "bad");
        return new TaskSettings(Map.of()).of(new TaskFile("opinions", content));
    }

    int sequences() {
        return sequences.get();
    }

    @Override
    public String fingerprint() {
        return "words";
    }

    @Override
    public int positions() {
        return 100;
    }

    @Override
    public synchronized Tokens encode(String text) {
        return Tokens.of(Arrays.stream(text.strip().split(" ", -1))
                .mapToInt(word -> {
                    if (!words.contains(word)) {
                        words.add(word);
                    }
                    return words.indexOf(word);
                })
                .toArray());
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return Map.of();
    }

    @Override
    public String decode(Tokens tokens) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<float[][]> score(List<ScoringRequest> requests) {
        return requests.stream().map(this::score).toList();
    }

    private float[][] score(ScoringRequest request) {
        sequences.addAndGet(request.suffixes().size());
        return request.suffixes().stream()
                .map(suffix -> counts(request.prefix().concat(suffix), request.candidates()))
                .toArray(float[][]::new);
    }

    private static float[] counts(Tokens read, Tokens candidates) {
        var counts = new float[candidates.size()];
        for (int label = 0; label < counts.length; label++) {
            int wanted = candidates.get(label);
            counts[label] = read.stream().filter(token -> token == wanted).count();
        }
        return counts;
    }

    @Override
    public List<Generated> generate(List<GenerationRequest> requests) {
        throw new UnsupportedOperationException();
    }
}

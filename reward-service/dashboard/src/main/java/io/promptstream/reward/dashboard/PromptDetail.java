package io.promptstream.reward.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A prompt with the latest of its uses, newest first. */
public record PromptDetail(@JsonUnwrapped PromptRow row, List<Use> examples) {

    /**
     * One use.
     *
     * @param input what was asked; null where that is forgotten
     */
    public record Use(
            String queryId,
            @Nullable String input,
            @Nullable String answer,
            @Nullable String reference,
            @Nullable Double reward,
            @Nullable Boolean correct,
            String role,
            long version,
            Instant at) {}

    static PromptDetail of(
            PromptRow row, List<PromptRecord.Example> examples, Function<QueryKey, @Nullable String> inputs) {
        return new PromptDetail(
                row,
                examples.stream()
                        .map(example -> new Use(
                                example.query().queryId(),
                                inputs.apply(example.query()),
                                example.answer(),
                                example.reference(),
                                example.reward(),
                                example.correct(),
                                example.role(),
                                example.version(),
                                example.at()))
                        .toList());
    }
}

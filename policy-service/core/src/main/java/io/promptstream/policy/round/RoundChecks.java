package io.promptstream.policy.round;

import io.promptstream.event.PromptResult;
import io.promptstream.event.RoundResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a round result may hold: a prompt of it may be kept in every snapshot of its task, which has to stay writable. */
public final class RoundChecks {
    private static final int MOST_PROMPTS = 16_384;
    private static final int LONGEST_PROMPT = 16 * 1024;
    private static final int MOST_TOKENS = 1024;
    /** The first ones are kept in snapshots. */
    private static final int MOST_FEATURES = 8192;

    private RoundChecks() {}

    /** What is wrong with the round, naming the field, if anything is. */
    public static Optional<String> problem(RoundResult round) {
        List<PromptResult> prompts = round.getPrompts();
        if (prompts.size() > MOST_PROMPTS) {
            return Optional.of("prompts has %d entries; write at most %d".formatted(prompts.size(), MOST_PROMPTS));
        }
        for (int i = 0; i < prompts.size(); i++) {
            int bytes = prompts.get(i).getPrompt().getText().getBytes(StandardCharsets.UTF_8).length;
            int tokens = prompts.get(i).getPrompt().getTokens().size();
            if (bytes > LONGEST_PROMPT) {
                return Optional.of(
                        "prompts[%d].prompt.text has %d bytes; write at most %d".formatted(i, bytes, LONGEST_PROMPT));
            }
            if (tokens > MOST_TOKENS) {
                return Optional.of(
                        "prompts[%d].prompt.tokens has %d entries; write at most %d".formatted(i, tokens, MOST_TOKENS));
            }
        }
        return featuresProblem(round.getQueryFeatures());
    }

    private static Optional<String> featuresProblem(List<ByteBuffer> features) {
        if (features.size() > MOST_PROMPTS) {
            return Optional.of(
                    "queryFeatures has %d entries; write at most %d".formatted(features.size(), MOST_PROMPTS));
        }
        return features.stream()
                .filter(each -> each.remaining() > MOST_FEATURES)
                .findFirst()
                .map(each -> "queryFeatures has an entry of %d bytes; write at most %d"
                        .formatted(each.remaining(), MOST_FEATURES));
    }
}

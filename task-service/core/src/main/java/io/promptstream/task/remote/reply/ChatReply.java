package io.promptstream.task.remote.reply;

import io.promptstream.task.model.TokenUsage;
import java.util.List;

/**
 * What a chat completion returned.
 *
 * @param text the answer, without the reasoning before it; not blank
 * @param steps its tokens with the alternatives of each, in order, perhaps with those of its reasoning before them; empty
 *     where the endpoint gives none, and perhaps fewer than the text has
 * @param cutOff whether the answer ends where its allowance of tokens did
 */
public record ChatReply(String text, List<Step> steps, boolean cutOff, TokenUsage tokens) {

    public ChatReply {
        steps = List.copyOf(steps);
    }

    /**
     * One token of the answer.
     *
     * @param chosen the token that was written
     * @param alternatives the most probable tokens in its place; normally the chosen one is among them
     */
    public record Step(TokenChance chosen, List<TokenChance> alternatives) {
        public Step {
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * A token and how likely it was.
     *
     * @param logProbability natural logarithm; negative infinity where it is not known
     */
    public record TokenChance(String token, double logProbability) {
        /** From 0 to 1. */
        public double probability() {
            return Double.isNaN(logProbability) ? 0 : Math.min(1, Math.exp(logProbability));
        }
    }
}

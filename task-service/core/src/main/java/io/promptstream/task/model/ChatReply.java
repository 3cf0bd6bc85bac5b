package io.promptstream.task.model;

import java.util.List;

/**
 * What a chat completion returned.
 *
 * @param text the answer, without the reasoning before it; not blank
 * @param steps its tokens with the alternatives of each, in order, perhaps with those of its reasoning before them; empty
 *     where the endpoint gives none, and perhaps fewer than the text has
 * @param cutOff whether the answer ends where its allowance of tokens did
 */
record ChatReply(String text, List<Step> steps, boolean cutOff, TokenUsage tokens) {

    ChatReply {
        steps = List.copyOf(steps);
    }

    /**
     * One token of the answer.
     *
     * @param chosen the token that was written
     * @param alternatives the most probable tokens in its place; normally the chosen one is among them
     */
    record Step(TokenChance chosen, List<TokenChance> alternatives) {
        Step {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** @param logProbability natural logarithm; negative infinity where it is not known */
    record TokenChance(String token, double logProbability) {
        /** From 0 to 1. */
        double probability() {
            return Double.isNaN(logProbability) ? 0 : Math.min(1, Math.exp(logProbability));
        }
    }
}

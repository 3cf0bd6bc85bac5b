package io.promptstream.task.model;

import java.util.List;

/**
 * What a chat completion returned.
 *
 * @param text the answer
 * @param firstToken the alternatives of its first token; empty where the endpoint gives none
 */
record ChatReply(String text, List<TokenChance> firstToken, TokenUsage tokens) {

    ChatReply {
        firstToken = List.copyOf(firstToken);
    }

    /** @param logProbability natural logarithm */
    record TokenChance(String token, double logProbability) {}
}

package io.promptstream.task.remote.call;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.reply.ChatReply;
import io.promptstream.task.remote.reply.EndpointError;
import java.time.Duration;
import java.util.Optional;

/** What came of one call, or why it was not made. */
sealed interface Attempt {
    /** What it cost. */
    default TokenUsage tokens() {
        return TokenUsage.NONE;
    }

    /** It brought an answer. */
    record Answered(ChatReply reply) implements Attempt {
        @Override
        public TokenUsage tokens() {
            return reply.tokens();
        }
    }

    /**
     * The endpoint reports an error.
     *
     * @param message for people, without secrets
     * @param retryAfter how long it asks to be left alone
     * @param reset when its limits are said to be new, where it says nothing else
     */
    record Failed(
            EndpointError error,
            String message,
            Optional<Duration> retryAfter,
            Optional<Duration> reset,
            TokenUsage tokens)
            implements Attempt {}

    /** The endpoint's response is neither answer nor error. */
    record Unusable(String message, TokenUsage tokens) implements Attempt {}

    /** No whole response came. */
    record Broken(String message, boolean repeatable, TokenUsage tokens) implements Attempt {}

    /** It could not begin before its deadline. */
    record NoTurn(FailureCode code, String message) implements Attempt {}

    /** It has to wait for the end of a pause that began just now. */
    record Postponed() implements Attempt {}
}

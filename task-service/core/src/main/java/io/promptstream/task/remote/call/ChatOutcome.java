package io.promptstream.task.remote.call;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.reply.ChatReply;

/** What came of the calls for one request. */
public sealed interface ChatOutcome {
    /** What all the calls cost. */
    TokenUsage tokens();

    /** The model answered. */
    record Replied(ChatReply reply, TokenUsage tokens) implements ChatOutcome {}

    /** There is no answer. */
    record Refused(FailureCode code, String message, TokenUsage tokens) implements ChatOutcome {}
}

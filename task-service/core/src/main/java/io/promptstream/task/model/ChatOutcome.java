package io.promptstream.task.model;

import io.promptstream.event.FailureCode;

/** What came of the calls for one request. */
sealed interface ChatOutcome {
    /** What all the calls cost. */
    TokenUsage tokens();

    /** The model answered. */
    record Replied(ChatReply reply, TokenUsage tokens) implements ChatOutcome {}

    /** There is no answer. */
    record Refused(FailureCode code, String message, TokenUsage tokens) implements ChatOutcome {}
}

package io.promptstream.reward.app.rescore;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.TaskOutput;

/** One event of a recording. */
sealed interface RecordedEvent {

    record Asked(Query query) implements RecordedEvent {}

    record Proposed(PromptProposal proposal) implements RecordedEvent {}

    record Answered(TaskOutput output) implements RecordedEvent {}

    record Advised(Feedback feedback) implements RecordedEvent {}

    /** The range is over; the record's time is that of its end. */
    record Ended() implements RecordedEvent {}
}

package io.promptstream.task.execution;

import io.promptstream.event.Failure;
import io.promptstream.event.LabelScore;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.task.model.Answer;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the output event of a result. */
final class OutputWriter {
    private final InstantSource clock;

    OutputWriter(InstantSource clock) {
        this.clock = clock;
    }

    TaskOutput output(PromptProposal proposal, Result result) {
        return switch (result.answer()) {
            case Answer.Labelled answer -> {
                Answer.Labelled read = answer.shifted(proposal.getProvenance().getLabelShift());
                yield output(proposal, result, read.scores(), read.promptGradient(), read.mostProbable(), null);
            }
            case Answer.Written answer -> output(proposal, result, List.of(), List.of(), answer.text(), null);
            case Answer.Failed answer ->
                output(proposal, result, List.of(), List.of(), null, new Failure(answer.code(), answer.message()));
        };
    }

    private TaskOutput output(
            PromptProposal proposal,
            Result result,
            List<LabelScore> scores,
            List<Float> promptGradient,
            @Nullable String text,
            @Nullable Failure failure) {
        return new TaskOutput(
                proposal.getProposalId(),
                proposal.getQueryId(),
                proposal.getTaskId(),
                proposal.getProvenance(),
                result.modelId(),
                scores,
                text,
                result.answer().tokens().read(),
                result.answer().tokens().written(),
                result.answer().tokens().estimated(),
                result.micros(),
                failure,
                clock.instant(),
                promptGradient);
    }
}

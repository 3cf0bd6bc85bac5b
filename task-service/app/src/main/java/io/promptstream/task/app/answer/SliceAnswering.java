package io.promptstream.task.app.answer;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.registry.RegistryException;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.LaneKey;
import io.promptstream.task.execution.ProposalExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the proposals of one slice of a lane into records. Safe for use by several threads. */
final class SliceAnswering implements Lane.Answering {
    private static final Logger log = LoggerFactory.getLogger(SliceAnswering.class);

    private final ProposalExecutor executor;
    private final Function<TaskOutput, byte[]> encoder;
    private final RecordLimits limits;
    private final DeadLetters deadLetters;
    private final ExecutionMetrics metrics;
    private final AnswerTraces traces;
    private final String outputs;

    /**
     * @param encoder throws a {@link RegistryException} if the registry is unavailable
     * @param outputs the topic that is written
     */
    SliceAnswering(
            ProposalExecutor executor,
            Function<TaskOutput, byte[]> encoder,
            RecordLimits limits,
            DeadLetters deadLetters,
            ExecutionMetrics metrics,
            AnswerTraces traces,
            String outputs) {
        this.executor = executor;
        this.encoder = encoder;
        this.limits = limits;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.traces = traces;
        this.outputs = outputs;
    }

    /**
     * What came of a slice.
     *
     * @param answered how many proposals have an answer
     * @param failed how many have a failure
     * @param lastFailure why the last one failed; null if none did
     */
    record Answers(
            List<Outcome> outcomes,
            int answered,
            int failed,
            @Nullable String lastFailure) {}

    /**
     * One outcome for each.
     *
     * @throws RegistryException if the registry is unavailable
     */
    @Override
    public Answers answer(LaneKey lane, List<PendingProposal> slice) throws InterruptedException {
        List<PromptProposal> proposals =
                slice.stream().map(PendingProposal::proposal).toList();
        List<TraceSpan> spans =
                slice.stream().map(work -> traces.begin(work.record())).toList();
        List<Optional<TaskOutput>> answers = execute(lane, proposals);
        List<Outcome> outcomes = new ArrayList<>(slice.size());
        int answered = 0;
        int failed = 0;
        String lastFailure = null;
        for (int i = 0; i < slice.size(); i++) {
            PendingProposal work = slice.get(i);
            Optional<TaskOutput> answer = answers.get(i);
            if (answer.isEmpty()) {
                outcomes.add(new Outcome.Moved(work));
                continue;
            }
            outcomes.add(outcome(work, answer.get(), spans.get(i), slice.size()));
            if (answer.get().getFailure().isPresent()) {
                failed++;
                lastFailure = answer.get().getFailure().get().getMessage();
            } else {
                answered++;
            }
        }
        return new Answers(outcomes, answered, failed, lastFailure);
    }

    /** Together or, where that fails through something that is no failure of an output, each alone. */
    private List<Optional<TaskOutput>> execute(LaneKey lane, List<PromptProposal> proposals)
            throws InterruptedException {
        try {
            return executor.execute(lane, proposals);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            log.warn("{} proposals cannot be answered: {}", proposals.size(), lane.title(), e);
            if (proposals.size() == 1) {
                return List.of(
                        Optional.of(executor.failed(proposals.getFirst(), "the service failed on the proposal: " + e)));
            }
        }
        List<Optional<TaskOutput>> outputs = new ArrayList<>(proposals.size());
        for (PromptProposal proposal : proposals) {
            outputs.addAll(execute(lane, List.of(proposal)));
        }
        return outputs;
    }

    private Outcome outcome(PendingProposal work, TaskOutput output, TraceSpan span, int sliceSize) {
        String message;
        try {
            return done(work, output, span, sliceSize);
        } catch (RegistryException e) {
            throw e;
        } catch (OversizedRecordException e) {
            message = "the answer is too long: %s; lower taskModel.maxTokens".formatted(e.getMessage());
        } catch (RuntimeException e) {
            log.warn("The output of proposal {} cannot be written", output.getProposalId(), e);
            message = "the answer cannot be written: " + e;
        }
        try {
            return done(work, executor.failed(work.proposal(), message), span, sliceSize);
        } catch (RegistryException e) {
            throw e;
        } catch (OversizedRecordException e) {
            return dead(work, DeadLetterReason.TOO_LARGE, e);
        } catch (RuntimeException e) {
            return dead(work, DeadLetterReason.FAILED, e);
        }
    }

    private Outcome done(PendingProposal work, TaskOutput output, TraceSpan span, int sliceSize) {
        ProducerRecord<String, byte[]> result =
                new ProducerRecord<>(outputs, output.getQueryId(), encoder.apply(output));
        TraceContext trace = span.context();
        if (trace != null) {
            trace.writeTo(result.headers());
        }
        limits.check(result);
        traces.describe(span, output, sliceSize);
        return new Outcome.Done(work.record(), work.progress(), result, () -> {
            span.end();
            output.getFailure()
                    .ifPresentOrElse(failure -> metrics.failed(output, failure), () -> metrics.answered(output));
        });
    }

    private Outcome dead(PendingProposal work, DeadLetterReason reason, RuntimeException e) {
        return new Outcome.Done(
                work.record(),
                work.progress(),
                deadLetters.of(
                        work.record(),
                        "no output can be written for it: " + e.getMessage(),
                        e.getClass().getName()),
                () -> metrics.deadLetter(reason));
    }
}

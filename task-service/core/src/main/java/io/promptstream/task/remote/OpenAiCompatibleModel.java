package io.promptstream.task.remote;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Label;
import io.promptstream.task.label.RemoteLabels;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.model.LabelScores;
import io.promptstream.task.model.TaskModel;
import io.promptstream.task.model.TokenAccount;
import io.promptstream.task.remote.call.ChatOutcome;
import io.promptstream.task.remote.request.ChatRequest;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import io.promptstream.task.remote.request.RequestHeaders;
import io.promptstream.task.template.PromptPlace;
import io.promptstream.task.template.Rendering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model behind an endpoint with OpenAI's chat completions. The rendered text is the user's message; for a classification
 * a system message asks for one of the labels, which {@link RemoteLabels} reads off the reply. {@link RemoteModels} makes it.
 */
public final class OpenAiCompatibleModel implements TaskModel {
    private final RemoteModelDefinition definition;
    private final UnaryOperator<@Nullable String> environment;
    private final Supplier<Instant> deadlines;
    private final Caller caller;

    /** Brings one request to its end. */
    @FunctionalInterface
    interface Caller {
        ChatOutcome call(ChatRequest request, Instant deadline, TokenAccount account) throws InterruptedException;
    }

    /** @param deadlines until when a batch that begins now may take */
    OpenAiCompatibleModel(
            RemoteModelDefinition definition,
            UnaryOperator<@Nullable String> environment,
            Supplier<Instant> deadlines,
            Caller caller) {
        this.definition = definition;
        this.environment = environment;
        this.deadlines = deadlines;
        this.caller = caller;
    }

    @Override
    public String id() {
        return definition.name() + "@" + definition.baseUrl();
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public List<Answer> answer(Assignment assignment, List<Rendering> renderings, TokenAccount account) {
        Instant deadline = deadlines.get();
        RequestHeaders headers;
        try {
            headers = RequestHeaders.of(definition, environment);
        } catch (RequestHeaders.MissingVariableException e) {
            Answer failed = new Answer.Failed(FailureCode.MODEL_UNAVAILABLE, String.valueOf(e.getMessage()));
            return renderings.stream().map(rendering -> failed).toList();
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> work = new ArrayList<>(renderings.size());
            for (Rendering rendering : renderings) {
                if (rendering.place().filter(PromptPlace::isSoft).isPresent()) {
                    work.add(() -> new Answer.Failed(
                            FailureCode.UNSUPPORTED_TASK,
                            "policy.kind is soft-prompt, and an endpoint reads text: write taskModel.kind: local"));
                    continue;
                }
                ChatRequest request = new ChatRequest(definition, assignment, rendering.text(), headers);
                work.add(() -> answer(request, deadline, account));
            }
            List<Answer> answers = new ArrayList<>(renderings.size());
            for (Future<Answer> answer : threads.invokeAll(work)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + definition.baseUrl(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot call " + definition.baseUrl(), e.getCause());
        }
    }

    private Answer answer(ChatRequest request, Instant deadline, TokenAccount account) throws InterruptedException {
        return switch (caller.call(request, deadline, account)) {
            case ChatOutcome.Refused refused -> new Answer.Failed(refused.code(), refused.message(), refused.tokens());
            case ChatOutcome.Replied replied ->
                switch (request.assignment()) {
                    case Assignment.Generation generation ->
                        new Answer.Written(replied.reply().text(), replied.tokens());
                    case Assignment.Classification classification -> labelled(classification.labels(), replied);
                };
        };
    }

    private static Answer labelled(List<Label> labels, ChatOutcome.Replied replied) {
        return switch (RemoteLabels.read(replied.reply(), labels)) {
            case RemoteLabels.Read.Unclear unclear ->
                new Answer.Failed(FailureCode.MODEL_FAILURE, unclear.reason(), replied.tokens());
            case RemoteLabels.Read.Scored scored ->
                new Answer.Labelled(LabelScores.of(labels, scored.logits()), replied.tokens());
        };
    }
}

package io.promptstream.task.model;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Label;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A model behind an endpoint with OpenAI's chat completions. The rendered text is the user's message; for a classification
 * a system message asks for one of the labels, which {@link RemoteLabels} reads off the reply.
 */
public final class OpenAiCompatibleModel implements TaskModel {
    private final RemoteModelDefinition definition;
    private final RemoteSettings settings;
    private final ChatEndpoint endpoint;
    private final InstantSource clock;
    private final Semaphore calls;
    private volatile boolean givesChances = true;

    /** @param environment value of an environment variable; null where it is not set */
    public OpenAiCompatibleModel(
            RemoteModelDefinition definition,
            RemoteSettings settings,
            HttpClient http,
            UnaryOperator<@Nullable String> environment,
            InstantSource clock,
            Pause pause,
            RandomGenerator random) {
        this.definition = definition;
        this.settings = settings;
        this.clock = clock;
        this.calls = new Semaphore(settings.concurrency());
        this.endpoint = new ChatEndpoint(definition, settings, http, environment, clock, pause, new RetryRule(random));
    }

    @Override
    public String id() {
        return definition.name() + "@" + definition.baseUrl();
    }

    @Override
    public List<Answer> answer(Assignment assignment, List<Rendering> renderings) {
        return answer(assignment, renderings, TokenAccount.UNLIMITED);
    }

    /** As {@link #answer(Assignment, List)}, with every call set aside in the account before it is made. */
    public List<Answer> answer(Assignment assignment, List<Rendering> renderings, TokenAccount account) {
        Instant deadline = clock.instant().plus(settings.batchTimeout());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> work = new ArrayList<>(renderings.size());
            for (Rendering rendering : renderings) {
                work.add(() -> answerOne(assignment, rendering, deadline, account));
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

    private Answer answerOne(Assignment assignment, Rendering rendering, Instant deadline, TokenAccount account)
            throws InterruptedException {
        calls.acquire();
        try {
            Optional<TokenAccount.Reservation> reservation =
                    account.reserve(1, Duration.between(clock.instant(), deadline));
            if (reservation.isEmpty()) {
                return new Answer.Failed(FailureCode.BUDGET_EXHAUSTED, account.refusal());
            }
            Answer answer = call(assignment, rendering, deadline);
            reservation.get().settle(answer.tokens());
            return answer;
        } finally {
            calls.release();
        }
    }

    private Answer call(Assignment assignment, Rendering rendering, Instant deadline) throws InterruptedException {
        boolean withChances = givesChances && assignment instanceof Assignment.Classification;
        ChatEndpoint.Outcome outcome = complete(assignment, rendering, withChances, deadline);
        if (withChances && refusesChances(outcome)) {
            givesChances = false;
            outcome = complete(assignment, rendering, false, deadline);
        }
        return switch (outcome) {
            case ChatEndpoint.Outcome.Replied replied -> read(assignment, replied.reply());
            case ChatEndpoint.Outcome.Refused refused -> new Answer.Failed(refused.code(), refused.message());
        };
    }

    private ChatEndpoint.Outcome complete(
            Assignment assignment, Rendering rendering, boolean withChances, Instant deadline)
            throws InterruptedException {
        return endpoint.complete(
                ChatProtocol.request(definition.name(), assignment, rendering.text(), withChances), deadline);
    }

    private static boolean refusesChances(ChatEndpoint.Outcome outcome) {
        return outcome instanceof ChatEndpoint.Outcome.Refused refused
                && refused.code() == FailureCode.MODEL_FAILURE
                && refused.message().contains("logprobs");
    }

    private static Answer read(Assignment assignment, ChatReply reply) {
        return switch (assignment) {
            case Assignment.Generation generation -> new Answer.Written(reply.text(), reply.tokens());
            case Assignment.Classification classification -> readLabels(classification.labels(), reply);
        };
    }

    private static Answer readLabels(List<Label> labels, ChatReply reply) {
        return RemoteLabels.logits(reply, labels)
                .<Answer>map(logits -> new Answer.Labelled(LabelScores.of(labels, logits), reply.tokens()))
                .orElseGet(() ->
                        new Answer.Failed(FailureCode.MODEL_FAILURE, "the reply names none of the task's labels"));
    }
}

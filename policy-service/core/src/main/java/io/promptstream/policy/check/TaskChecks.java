package io.promptstream.policy.check;

import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.event.TaskVerdict;
import io.promptstream.policy.task.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks the task service whether a task's model can answer it, and waits for the verdict. What has passed is not asked about again
 * until something changes that concerns the model. Thread-safe.
 */
public final class TaskChecks {
    /** Of tasks that passed; whoever is forgotten is just asked about again. */
    private static final int MOST_REMEMBERED = 1000;

    private final Consumer<TaskCheck> requests;
    private final String policyEmbeddings;
    private final Duration limit;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Map<UUID, CompletableFuture<TaskVerdict>> waiting = new ConcurrentHashMap<>();
    private final Map<String, ModelNeeds> passed = new LinkedHashMap<>();

    /**
     * @param requests publishes a request
     * @param policyEmbeddings what identifies the embeddings of the policies' language model
     * @param limit longest wait for a verdict; zero: every task passes unasked
     */
    public TaskChecks(
            Consumer<TaskCheck> requests,
            String policyEmbeddings,
            Duration limit,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.requests = requests;
        this.policyEmbeddings = policyEmbeddings;
        this.limit = limit;
        this.clock = clock;
        this.ids = ids;
    }

    /** Whether two definitions of a task ask the same of its model. */
    public static boolean sameNeeds(Task one, Task other) {
        return ModelNeeds.of(one).equals(ModelNeeds.of(other));
    }

    /** Has a task checked as it is to be; blocks until the verdict is there or the limit is over. */
    public CheckOutcome check(Task task) {
        ModelNeeds needs = ModelNeeds.of(task);
        if (limit.isZero() || hasPassed(task.getTaskId(), needs)) {
            return new CheckOutcome.Passed();
        }
        UUID id = ids.get();
        CompletableFuture<TaskVerdict> verdict = new CompletableFuture<>();
        waiting.put(id, verdict);
        try {
            return ask(id, task, verdict)
                    .map(answer -> outcome(task.getTaskId(), needs, answer))
                    .orElseGet(() -> new CheckOutcome.Unanswered(limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CheckOutcome.Unanswered(limit);
        } finally {
            waiting.remove(id);
        }
    }

    /** Called once verdicts that are published from now on will come; nothing is asked before. */
    public void listening() {
        listening.countDown();
    }

    /** Takes a verdict, whoever has asked for it. */
    public void answered(TaskVerdict verdict) {
        CompletableFuture<TaskVerdict> asked = waiting.get(verdict.getCheckId());
        if (asked != null) {
            asked.complete(verdict);
        }
    }

    /** The verdict, if it comes within the limit, which covers everything that has to be waited for. */
    private Optional<TaskVerdict> ask(UUID id, Task task, CompletableFuture<TaskVerdict> verdict)
            throws InterruptedException {
        long start = System.nanoTime();
        if (!listening.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        requests.accept(TaskCheck.newBuilder()
                .setCheckId(id)
                .setTask(task)
                .setPolicyEmbeddings(policyEmbeddings)
                .setRequestedAt(Instant.ofEpochMilli(clock.millis()))
                .build());
        try {
            return Optional.of(verdict.get(limit.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verdict is only ever completed with a value", e);
        }
    }

    private CheckOutcome outcome(String taskId, ModelNeeds needs, TaskVerdict verdict) {
        if (!verdict.getProblems().isEmpty()) {
            return new CheckOutcome.Refused(verdict.getProblems().stream()
                    .map(problem -> new FieldError(problem.getField(), problem.getMessage()))
                    .toList());
        }
        synchronized (passed) {
            passed.remove(taskId);
            passed.put(taskId, needs);
            if (passed.size() > MOST_REMEMBERED) {
                passed.remove(passed.keySet().iterator().next());
            }
        }
        return new CheckOutcome.Passed();
    }

    private boolean hasPassed(String taskId, ModelNeeds needs) {
        synchronized (passed) {
            return needs.equals(passed.get(taskId));
        }
    }
}

package io.promptstream.task.execution;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The way into this core for whoever has a task, a prompt and a query, and wants the answer in the same process, without topics: with the
 * task's own template and model, batched as the task service does. Nothing is written anywhere. Safe for use by several threads.
 *
 * <pre>{@code
 * try (var runner = new PromptRunner(task, models, threads, new RemoteTokenBudget(0), InstantSource.system())) {
 *     TaskOutput output = runner.run(List.of(new Query("it was", "a fine film", List.of()))).getFirst();
 * }
 * }</pre>
 */
public final class PromptRunner implements AutoCloseable {
    private final Task task;
    private final InstantSource clock;
    private final Workers workers;
    private final ProposalExecutor executor;

    /**
     * A query that a prompt is to answer.
     *
     * @param context earlier turns, oldest first
     * @param embedding what the model reads in the prompt's place, row by row; empty: its text
     * @param gradientLabel name of the label whose loss is differentiated; empty: none is
     */
    public record Query(
            String prompt, String input, List<String> context, List<Float> embedding, Optional<String> gradientLabel) {
        public Query {
            context = List.copyOf(context);
            embedding = List.copyOf(embedding);
        }

        /** Of a prompt that is text. */
        public Query(String prompt, String input, List<String> context) {
            this(prompt, input, context, List.of(), Optional.empty());
        }
    }

    /**
     * @param models stay open
     * @param threads that run a local model
     */
    public PromptRunner(Task task, TaskModels models, int threads, RemoteTokenBudget budget, InstantSource clock) {
        this.task = task;
        this.clock = clock;
        this.workers = new Workers(threads);
        this.executor = new ProposalExecutor(
                taskId -> Optional.of(task), models, workers, budget, ExecutionMetrics.NONE, clock);
    }

    /**
     * An output for each query, in their order, which may be a failure. Those with the same input are fastest side by side.
     */
    public List<TaskOutput> run(List<Query> queries) throws InterruptedException {
        if (queries.isEmpty()) {
            return List.of();
        }
        List<PromptProposal> proposals = IntStream.range(0, queries.size())
                .mapToObj(place -> proposal(place, queries.get(place)))
                .toList();
        return executor.execute(executor.laneOf(proposals.getFirst()), proposals).stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    private PromptProposal proposal(int place, Query query) {
        return PromptProposal.newBuilder()
                .setProposalId("run-" + place)
                .setQueryId("run-" + place)
                .setTaskId(task.getTaskId())
                .setInput(query.input())
                .setContext(query.context())
                .setEmbedding(query.embedding())
                .setGradientLabel(query.gradientLabel().orElse(null))
                .setProvenance(Provenance.newBuilder()
                        .setRole(Role.EVALUATE)
                        .setPolicyVersion(0)
                        .setTaskRevision(task.getRevision())
                        .setPrompt(new Prompt(query.prompt(), List.of()))
                        .setLogProbability(0)
                        .setTruncation(new SamplerTruncation(1, 0, 0))
                        .setSeed(0)
                        .setProposedAt(clock.instant())
                        .build())
                .build();
    }

    @Override
    public void close() {
        workers.close();
    }
}

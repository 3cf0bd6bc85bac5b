package io.promptstream.local.evaluation;

import io.promptstream.event.Evaluation;
import io.promptstream.event.Query;
import io.promptstream.local.input.TaskInput;
import io.promptstream.schemas.ProposalIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The queries that measure prompts: one for each input, or several where its prompts make too much for one.
 *
 * @param evaluationId begins the ids of all its queries, so that the same inputs can be measured again
 * @param served place of the prompt that stands for what the task is served with, whatever that is for an input; below 0: none
 */
record EvaluationQueries(String evaluationId, String taskId, List<String> prompts, int served) {

    private static final int MOST_PROMPTS = 256;

    /** Of the proposals of one query together; a policy service takes 64 KiB at least. */
    private static final long MOST_BYTES = 48 << 10;

    EvaluationQueries {
        prompts = List.copyOf(prompts);
    }

    /**
     * A query, and what it measures.
     *
     * @param firstPrompt index of its first prompt among all
     */
    record Part(Query query, int firstPrompt) {

        int prompts() {
            return query.getEvaluation().orElseThrow().getPrompts().size();
        }

        /** Of the proposal that tries its prompt at this place. */
        String proposalId(int place) {
            return ProposalIds.evaluate(query.getTaskId(), query.getQueryId(), place);
        }
    }

    /**
     * The queries of one input.
     *
     * @param input its place among all inputs
     */
    List<Part> of(int input, TaskInput content, Instant now) {
        long each = bytes(content.text())
                + content.context().stream().mapToLong(EvaluationQueries::bytes).sum();
        var parts = new ArrayList<Part>();
        for (int from = 0; from < prompts.size(); ) {
            int to = from;
            long bytes = 0;
            do {
                bytes += each + bytes(prompts.get(to));
                to++;
            } while (to < prompts.size()
                    && to - from < MOST_PROMPTS
                    && bytes + each + bytes(prompts.get(to)) <= MOST_BYTES);
            parts.add(
                    new Part(query(input, parts.size(), content, prompts.subList(from, to), served - from, now), from));
            from = to;
        }
        return parts;
    }

    private Query query(int input, int part, TaskInput content, List<String> tried, int servedAt, Instant now) {
        return Query.newBuilder()
                .setQueryId(evaluationId + "-" + input + "-" + part)
                .setTaskId(taskId)
                .setText(content.text())
                .setContext(content.context())
                .setAttributes(content.attributes())
                .setReference(content.reference())
                .setEvaluation(
                        new Evaluation(evaluationId, List.copyOf(tried), servedAt < tried.size() ? servedAt : -1))
                .setAskedAt(now)
                .build();
    }

    /** With what every proposal has besides. */
    private static long bytes(String text) {
        return 1024L + text.getBytes(StandardCharsets.UTF_8).length;
    }
}

package io.promptstream.benchmark.learning;

import io.promptstream.event.Query;
import io.promptstream.local.input.TaskInput;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Inputs over and over as queries of a task, each pass in another order. */
final class QueryStream {
    private final String taskId;
    private final Random random;
    private final Instant now;
    private final List<TaskInput> inputs = new ArrayList<>();
    private final Map<String, TaskInput> byText = new HashMap<>();
    private final Deque<TaskInput> pass = new ArrayDeque<>();
    private long asked;

    /**
     * Without inputs yet.
     *
     * @param random of the order
     * @param now when all queries are asked
     */
    QueryStream(String taskId, Random random, Instant now) {
        this.taskId = taskId;
        this.random = random;
        this.now = now;
    }

    /** From now on these are streamed in place of others; no text may be there twice. */
    void stream(List<TaskInput> others) {
        inputs.clear();
        inputs.addAll(others);
        pass.clear();
        byText.putAll(others.stream().collect(Collectors.toMap(TaskInput::text, Function.identity())));
    }

    Query next() {
        if (pass.isEmpty()) {
            Collections.shuffle(inputs, random);
            pass.addAll(inputs);
        }
        return query(pass.removeFirst(), "learning-" + asked++);
    }

    /** The input as a query. */
    Query query(TaskInput input, String id) {
        return Query.newBuilder()
                .setQueryId(id)
                .setTaskId(taskId)
                .setText(input.text())
                .setReference(input.reference())
                .setAskedAt(now)
                .build();
    }

    /** The input of this text, which was streamed. */
    TaskInput input(String text) {
        return Objects.requireNonNull(byText.get(text));
    }
}

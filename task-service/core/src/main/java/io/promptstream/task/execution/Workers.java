package io.promptstream.task.execution;

import io.promptstream.task.model.LocalModel;
import io.promptstream.task.model.OpenAiCompatibleModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * Threads for model calls: a fixed number for local models, which compute, and as many as needed for remote ones, which
 * wait and bound themselves.
 */
public final class Workers implements AutoCloseable {
    private final int count;
    private final ExecutorService computing;
    private final ExecutorService waiting;

    /** @param local threads that run local models */
    public Workers(int local) {
        if (local < 1) {
            throw new IllegalArgumentException("PROMPTSTREAM_WORKERS is %d; write a number from 1".formatted(local));
        }
        this.count = local;
        ThreadFactory names = Thread.ofPlatform().name("model-worker-", 0).factory();
        this.computing = Executors.newFixedThreadPool(local, names);
        this.waiting = Executors.newVirtualThreadPerTaskExecutor();
    }

    /** How many units of local models run at the same time. */
    int computing() {
        return count;
    }

    /** Runs the work for every unit and returns the results in the same order; an exception of one is thrown. */
    <R> List<R> runAll(List<WorkUnit> units, Function<WorkUnit, R> work) throws InterruptedException {
        List<Future<R>> futures = new ArrayList<>(units.size());
        for (WorkUnit unit : units) {
            futures.add((waits(unit) ? waiting : computing).submit(() -> work.apply(unit)));
        }
        List<R> results = new ArrayList<>(units.size());
        try {
            for (Future<R> future : futures) {
                results.add(future.get());
            }
        } catch (InterruptedException e) {
            for (int i = 0; i < units.size(); i++) {
                // Who computes is let finish; who waits for others is told that nobody wants to know.
                futures.get(i).cancel(waits(units.get(i)));
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a model worker failed", e.getCause());
        }
        return results;
    }

    private static boolean waits(WorkUnit unit) {
        return switch (unit.model()) {
            case LocalModel local -> false;
            case OpenAiCompatibleModel remote -> true;
        };
    }

    @Override
    public void close() {
        computing.close();
        waiting.close();
    }
}

package io.promptstream.task.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * Threads for model calls: a fixed number for local models, which compute, and as many as needed for remote ones, which
 * wait and bound themselves.
 */
public final class Workers implements AutoCloseable {
    private final int count;
    private final Executor computing;
    private final Executor waiting;
    private final List<ExecutorService> threads;

    /** @param local threads that run local models */
    public Workers(int local) {
        if (local < 1) {
            throw new IllegalArgumentException("PROMPTSTREAM_WORKERS is %d; write a number from 1".formatted(local));
        }
        this.count = local;
        ThreadFactory names = Thread.ofPlatform().name("model-worker-", 0).factory();
        ExecutorService fixed = Executors.newFixedThreadPool(local, names);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        this.computing = fixed;
        this.waiting = virtual;
        this.threads = List.of(fixed, virtual);
    }

    private Workers(Executor caller) {
        this.count = 1;
        this.computing = caller;
        this.waiting = caller;
        this.threads = List.of();
    }

    /** No threads: whoever asks for work does it, one unit after the other. */
    public static Workers inCaller() {
        return new Workers(Runnable::run);
    }

    /** How many units of local models run at the same time. */
    int computing() {
        return count;
    }

    /** Runs the work for every unit and returns the results in the same order; an exception of one is thrown. */
    <R> List<R> runAll(List<WorkUnit> units, Function<WorkUnit, R> work) throws InterruptedException {
        List<Future<R>> futures = new ArrayList<>(units.size());
        for (WorkUnit unit : units) {
            FutureTask<R> task = new FutureTask<>(() -> work.apply(unit));
            futures.add(task);
            (waits(unit) ? waiting : computing).execute(task);
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
        return unit.model().waits();
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::close);
    }
}

package io.promptstream.local.system;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** Does several slow things at once. */
final class Parallel {

    private Parallel() {}

    /** Runs all steps at the same time and returns when every one has ended; throws the first failure. */
    static void run(String name, List<Runnable> steps) {
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name(name + "-", 0).factory())) {
            var running = steps.stream()
                    .map(step -> CompletableFuture.runAsync(step, threads))
                    .toList();
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}

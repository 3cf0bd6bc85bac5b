package io.promptstream.languagemodel.training.optimisation;

import ai.djl.engine.Engine;
import ai.djl.training.GradientCollector;
import io.promptstream.languagemodel.training.data.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several gradient workers, one thread each, under the one gradient collector that the process may have open. What the workers found is
 * added in their order, so that the same number of workers gives the same bits.
 */
public final class WorkerPool implements AutoCloseable {

    private final List<GradientWorker> workers = new ArrayList<>();
    private final ExecutorService threads;
    private final GradientCollector collector;

    public WorkerPool(ParameterLayout layout, int count) {
        for (int i = 0; i < count; i++) {
            workers.add(new GradientWorker(layout));
        }
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("trainer-", 0).daemon(true).factory());
        collector = Engine.getInstance().newGradientCollector();
    }

    /**
     * The mean loss over all targets and its gradient, which is written to {@code gradient}.
     *
     * @param batches of each worker
     */
    public double gradient(float[] parameters, List<List<Batch>> batches, float[] gradient)
            throws InterruptedException {
        double scale = 1 / totalWeight(batches.stream().flatMap(List::stream).toList());
        List<Callable<Double>> calls = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            GradientWorker worker = workers.get(i);
            List<Batch> own = batches.get(i);
            calls.add(() -> worker.differentiate(parameters, own, scale, collector));
        }
        double loss = all(calls).stream().mapToDouble(Double::doubleValue).sum();
        Arrays.fill(gradient, 0);
        workers.forEach(worker -> add(worker.gradient(), gradient));
        return loss * scale;
    }

    private static void add(float[] part, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += part[i];
        }
    }

    /** The mean loss over all targets of {@code batches}; 0 without any. */
    double loss(float[] parameters, List<Batch> batches) throws InterruptedException {
        if (batches.isEmpty()) {
            return 0;
        }
        List<Callable<Double>> calls = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            GradientWorker worker = workers.get(i);
            List<Batch> own =
                    batches.subList(batches.size() * i / workers.size(), batches.size() * (i + 1) / workers.size());
            calls.add(() -> worker.loss(parameters, own));
        }
        return all(calls).stream().mapToDouble(Double::doubleValue).sum() / totalWeight(batches);
    }

    private static double totalWeight(List<Batch> batches) {
        return batches.stream().mapToDouble(Batch::totalWeight).sum();
    }

    private <T> List<T> all(List<Callable<T>> calls) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(calls)) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a training worker failed: " + e.getCause(), e.getCause());
            }
        }
        return results;
    }

    /** Waits for what is running, then frees the workers' memory. */
    @Override
    public void close() {
        threads.close();
        collector.close();
        workers.forEach(GradientWorker::close);
    }
}

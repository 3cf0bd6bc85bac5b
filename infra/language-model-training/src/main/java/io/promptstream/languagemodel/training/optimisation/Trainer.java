package io.promptstream.languagemodel.training.optimisation;

import io.promptstream.languagemodel.training.data.Batch;
import io.promptstream.languagemodel.training.recipe.Optimiser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The training loop: gradient, clipping, AdamW, validation, checkpoints. */
public final class Trainer {

    private static final int PROGRESS_EVERY = 20;
    private static final int VALIDATE_EVERY = 200;

    private final BatchPlan plan;
    private final Optimiser optimiser;
    private final WorkerPool pool;
    private final ParameterLayout layout;
    private final Path checkpointFile;
    private final LongSupplier nanos;
    private final ProgressListener listener;

    public Trainer(
            BatchPlan plan,
            Optimiser optimiser,
            WorkerPool pool,
            ParameterLayout layout,
            Path checkpointFile,
            LongSupplier nanos,
            ProgressListener listener) {
        this.plan = plan;
        this.optimiser = optimiser;
        this.pool = pool;
        this.layout = layout;
        this.checkpointFile = checkpointFile;
        this.nanos = nanos;
        this.listener = listener;
    }

    /**
     * Trains from {@code start} up to step {@code until}, writing checkpoints on the way and at the end.
     *
     * @return the state after the last step; its arrays are those of {@code start}, updated in place
     */
    public Checkpoint train(Checkpoint start, long until) throws IOException, InterruptedException {
        AdamW adam = new AdamW(layout, optimiser.weightDecay(), start.mean(), start.variance());
        float[] weights = start.weights();
        float[] gradient = new float[layout.size()];
        List<CurvePoint> curve = new ArrayList<>(start.state().curve());
        RunningMean sinceValidation = new RunningMean();
        RunningMean sinceProgress = new RunningMean();
        Checkpoint latest = start;
        long begin = nanos.getAsLong();
        long mark = begin;
        long tokens = 0;
        for (long step = start.state().step(); step < until; step++) {
            List<List<Batch>> batches = plan.step(step);
            double loss = pool.gradient(weights, batches, gradient);
            clip(gradient, optimiser.gradientClip());
            adam.update(weights, gradient, plan.learningRate(step), step);
            sinceValidation.add(loss);
            sinceProgress.add(loss);
            tokens += tokens(batches);
            long done = step + 1;
            // Taken before validation, which trains on nothing.
            double perSecond = tokens * 1e9 / Math.max(1, nanos.getAsLong() - mark);
            Optional<CurvePoint> point = Optional.empty();
            if (done % VALIDATE_EVERY == 0 || done == until) {
                CurvePoint measured = validate(done, weights, sinceValidation.takeMean());
                curve.add(measured);
                point = Optional.of(measured);
                double seconds = start.state().seconds() + (nanos.getAsLong() - begin) / 1e9;
                latest = start.at(done, seconds, curve);
                latest.write(checkpointFile);
            }
            if (done % PROGRESS_EVERY == 0 || point.isPresent()) {
                listener.progressed(new TrainingProgress(
                        done,
                        plan.steps(),
                        plan.phase(step),
                        sinceProgress.takeMean(),
                        point,
                        perSecond,
                        left(plan.steps() - done, perSecond)));
                mark = nanos.getAsLong();
                tokens = 0;
            }
        }
        return latest;
    }

    private Duration left(long steps, double tokensPerSecond) {
        return Duration.ofSeconds(Math.round(steps * optimiser.tokensPerStep() / tokensPerSecond));
    }

    private CurvePoint validate(long step, float[] weights, double loss) throws InterruptedException {
        return new CurvePoint(
                step,
                step * optimiser.tokensPerStep(),
                plan.phase(step - 1),
                loss,
                pool.loss(weights, plan.validationText()),
                pool.loss(weights, plan.validationLabelled()));
    }

    private static int tokens(List<List<Batch>> batches) {
        return batches.stream().flatMap(List::stream).mapToInt(Batch::tokens).sum();
    }

    static void clip(float[] gradient, double largestNorm) {
        double squares = 0;
        for (float value : gradient) {
            squares += (double) value * value;
        }
        double norm = Math.sqrt(squares);
        if (norm > largestNorm) {
            float factor = (float) (largestNorm / norm);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= factor;
            }
        }
    }

    private static final class RunningMean {

        private double sum;
        private long count;

        void add(double value) {
            sum += value;
            count++;
        }

        double takeMean() {
            double mean = count == 0 ? 0 : sum / count;
            sum = 0;
            count = 0;
            return mean;
        }
    }
}

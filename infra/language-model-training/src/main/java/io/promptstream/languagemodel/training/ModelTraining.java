package io.promptstream.languagemodel.training;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Weights;
import io.promptstream.languagemodel.network.TorchEngine;
import io.promptstream.languagemodel.training.data.Documents;
import io.promptstream.languagemodel.training.data.TrainingData;
import io.promptstream.languagemodel.training.optimisation.BatchPlan;
import io.promptstream.languagemodel.training.optimisation.Checkpoint;
import io.promptstream.languagemodel.training.optimisation.CurvePoint;
import io.promptstream.languagemodel.training.optimisation.ParameterLayout;
import io.promptstream.languagemodel.training.optimisation.ProgressListener;
import io.promptstream.languagemodel.training.optimisation.Trainer;
import io.promptstream.languagemodel.training.optimisation.WorkerPool;
import io.promptstream.languagemodel.training.recipe.RecipeReader;
import io.promptstream.languagemodel.training.recipe.Shape;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import io.promptstream.languagemodel.training.vocabulary.BytePairVocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Trains a model as a recipe says and writes it as a Hugging Face directory. The same recipe, data and workers give the same bits. */
public final class ModelTraining {

    private static final double LAYER_NORM_EPSILON = 1e-5;
    private static final String CHECKPOINT = "checkpoint.bin";
    private static final int CALIBRATION_STEPS = 5;

    private final LongSupplier nanos;

    /** @param nanos a clock such as {@link System#nanoTime} */
    public ModelTraining(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Trains, and writes the model to the request's folder. Its checkpoint stays there too: the same request with another text for the
     * card and {@code resume} rewrites the card and trains no further.
     *
     * @return what was measured after the last step
     * @throws IllegalArgumentException if the recipe is wrong, and then the message names the field, or if the checkpoint to
     *     resume from is another run's
     * @throws IOException if a file cannot be read or written; a message about data names file and line
     */
    public CurvePoint run(TrainingRequest request, ProgressListener listener) throws IOException, InterruptedException {
        TrainingRecipe recipe = RecipeReader.read(request.recipe());
        Files.createDirectories(request.out());
        Documents documents = new Documents(request.data());
        documents.checkTests(recipe);
        TrainingData data = TrainingData.of(recipe, documents.corpus(recipe));
        Gpt2Configuration configuration = configuration(recipe, data.vocabulary());
        ParameterLayout layout = new ParameterLayout(configuration);
        Path checkpointFile = request.out().resolve(CHECKPOINT);
        String fingerprint = fingerprint(recipe, data);
        Optional<Checkpoint> resumed =
                request.resume() ? Checkpoint.read(checkpointFile, fingerprint, request.workers()) : Optional.empty();
        Checkpoint end;
        try (WorkerPool pool = new WorkerPool(layout, request.workers())) {
            Checkpoint start =
                    resumed.isPresent() ? resumed.get() : begin(request, recipe, data, layout, pool, fingerprint);
            BatchPlan plan =
                    new BatchPlan(recipe, data, request.workers(), start.state().share());
            Trainer trainer = new Trainer(plan, recipe.optimiser(), pool, layout, checkpointFile, nanos, listener);
            end = trainer.train(start, plan.steps());
        }
        ModelDirectory model = new ModelDirectory(request.out(), layout, data.vocabulary());
        model.write(end.weights());
        model.writeCard(recipe, documents, end.state());
        return end.state().curve().getLast();
    }

    private Checkpoint begin(
            TrainingRequest request,
            TrainingRecipe recipe,
            TrainingData data,
            ParameterLayout layout,
            WorkerPool pool,
            String fingerprint)
            throws InterruptedException {
        float[] weights = initialWeights(layout, recipe.seed());
        double share = 1;
        if (request.budget().isPresent()) {
            BatchPlan whole = new BatchPlan(recipe, data, request.workers(), 1);
            share = shareWithin(request.budget().get(), whole, pool, weights);
        }
        return new Checkpoint(
                new Checkpoint.State(fingerprint, request.workers(), 0, share, 0, List.of()),
                weights,
                new float[layout.size()],
                new float[layout.size()]);
    }

    /** The part of {@code whole} that fits into {@code budget}, by the time that a few steps from its end take. */
    private double shareWithin(Duration budget, BatchPlan whole, WorkerPool pool, float[] weights)
            throws InterruptedException {
        float[] gradient = new float[weights.length];
        pool.gradient(weights, whole.step(whole.steps() - 1), gradient);
        long begin = nanos.getAsLong();
        for (int i = 1; i <= CALIBRATION_STEPS; i++) {
            pool.gradient(weights, whole.step(whole.steps() - i), gradient);
        }
        double perStep = (nanos.getAsLong() - begin) / 1e9 / CALIBRATION_STEPS;
        return Math.min(1, budget.toMillis() / 1e3 / (perStep * whole.steps()));
    }

    private static float[] initialWeights(ParameterLayout layout, long seed) {
        try (NDManager manager = TorchEngine.newManager()) {
            return layout.flatten(Gpt2Weights.initial(layout.configuration(), manager, seed));
        }
    }

    private static Gpt2Configuration configuration(TrainingRecipe recipe, BytePairVocabulary vocabulary) {
        Shape shape = recipe.shape();
        return new Gpt2Configuration(
                vocabulary.size(),
                shape.positions(),
                shape.width(),
                shape.layers(),
                shape.heads(),
                LAYER_NORM_EPSILON,
                shape.activation(),
                vocabulary.endOfText());
    }

    /** Of all that decides the weights: the data by its vocabulary and size, and the recipe without what is only for the card. */
    private static String fingerprint(TrainingRecipe recipe, TrainingData data) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(recipe.decisive().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(new ObjectMapper().writeValueAsBytes(data.vocabulary().toJson()));
            digest.update((data.textTokens() + " " + data.labelledInputs()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

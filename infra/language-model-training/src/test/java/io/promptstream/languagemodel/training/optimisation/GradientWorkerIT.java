package io.promptstream.languagemodel.training.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Weights;
import io.promptstream.languagemodel.network.TorchEngine;
import io.promptstream.languagemodel.training.data.Batch;
import io.promptstream.languagemodel.training.data.Example;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GradientWorkerIT {

    private static final int VOCABULARY = 300;

    private final Gpt2Configuration configuration =
            new Gpt2Configuration(VOCABULARY, 64, 8, 2, 2, 1e-5, Activation.GELU_NEW, VOCABULARY - 1);
    private final ParameterLayout layout = new ParameterLayout(configuration);
    private final SplittableRandom random = new SplittableRandom(11);
    private float[] parameters = new float[0];

    @BeforeEach
    void initialise() {
        try (NDManager manager = TorchEngine.newManager()) {
            parameters = layout.flatten(Gpt2Weights.initial(configuration, manager, 1));
        }
        // Far from the start, where many gradients are almost 0.
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) (0.3 * (random.nextDouble() - 0.5));
        }
    }

    @Test
    void gradientEqualsFiniteDifferencesInEveryParameter() throws InterruptedException {
        // Given more positions than fit into one slice of the output layer
        List<Batch> batches = List.of(batch(6, 50), batch(3, 7));
        float[] gradient = new float[layout.size()];

        try (WorkerPool pool = new WorkerPool(layout, 1)) {
            // When
            double loss = pool.gradient(parameters, List.of(batches), gradient);

            // Then
            assertThat(pool.loss(parameters, batches)).isCloseTo(loss, within(1e-5));
            for (ParameterLayout.Entry entry : layout.entries()) {
                int at = largest(gradient, entry);
                float step = 2e-2f;
                double slope = (lossWith(pool, batches, at, step) - lossWith(pool, batches, at, -step)) / (2 * step);
                assertThat((double) gradient[at])
                        .as(entry.name())
                        .isCloseTo(slope, within(1e-4 + 0.03 * Math.abs(slope)));
            }
        }
    }

    @Test
    void twoWorkersFindTheGradientThatOneFinds() throws InterruptedException {
        // Given
        Batch first = batch(4, 20);
        Batch second = batch(2, 30);
        float[] alone = new float[layout.size()];
        float[] together = new float[layout.size()];

        // When
        double lossAlone;
        double lossTogether;
        try (WorkerPool pool = new WorkerPool(layout, 1)) {
            lossAlone = pool.gradient(parameters, List.of(List.of(first, second)), alone);
        }
        try (WorkerPool pool = new WorkerPool(layout, 2)) {
            pool.gradient(parameters, List.of(List.of(second), List.of(first)), together);
            lossTogether = pool.gradient(parameters, List.of(List.of(first), List.of(second)), together);
        }

        // Then
        assertThat(lossTogether).isCloseTo(lossAlone, within(1e-6));
        assertThat(together).containsExactly(alone, within(1e-5f));
    }

    private double lossWith(WorkerPool pool, List<Batch> batches, int at, float step) throws InterruptedException {
        float[] moved = parameters.clone();
        moved[at] += step;
        return pool.loss(moved, batches);
    }

    private static int largest(float[] gradient, ParameterLayout.Entry entry) {
        int largest = entry.offset();
        for (int i = entry.offset(); i < entry.offset() + entry.length(); i++) {
            if (Math.abs(gradient[i]) > Math.abs(gradient[largest])) {
                largest = i;
            }
        }
        return largest;
    }

    private Batch batch(int rows, int length) {
        List<Example> examples = random.ints(rows, length / 2, length)
                .mapToObj(
                        size -> new Example(random.ints(size + 1, 0, VOCABULARY).toArray(), 1))
                .toList();
        return Batch.of(examples, VOCABULARY - 1, 2);
    }
}

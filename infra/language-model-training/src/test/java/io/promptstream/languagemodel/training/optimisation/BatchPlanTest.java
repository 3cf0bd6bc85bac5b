package io.promptstream.languagemodel.training.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.languagemodel.training.data.Batch;
import io.promptstream.languagemodel.training.data.Example;
import io.promptstream.languagemodel.training.data.Shuffled;
import io.promptstream.languagemodel.training.data.TrainingData;
import io.promptstream.languagemodel.training.recipe.RecipeReader;
import io.promptstream.languagemodel.training.recipe.Recipes;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

    private final TrainingRecipe recipe = Recipes.tiny();
    private final TrainingData data = TrainingData.of(recipe, Recipes.corpus());
    private final BatchPlan plan = new BatchPlan(recipe, data, 2, 1);

    @Test
    void phasesFollowEachOther() {
        assertThat(plan.steps()).isEqualTo(80 + 320);
        assertThat(plan.phase(79)).isEqualTo("first");
        assertThat(plan.phase(80)).isEqualTo("second");
        assertThat(new BatchPlan(recipe, data, 2, 0.5).steps()).isEqualTo(200);
    }

    @Test
    void aPhaseWithALearningRateStartsAnotherSchedule() {
        // Given
        TrainingRecipe twice = RecipeReader.parse(
                Recipes.TINY.replace("labelledShare: 0.5}", "labelledShare: 0.5, learningRate: 0.004}"));

        // When
        BatchPlan restarted = new BatchPlan(twice, data, 2, 1);

        // Then
        assertThat(restarted.learningRate(9)).isEqualTo(0.01);
        assertThat(restarted.learningRate(79)).isCloseTo(0.001, within(1e-9));
        assertThat(restarted.learningRate(80)).isCloseTo(0.0004, within(1e-9));
        assertThat(restarted.learningRate(90)).isEqualTo(0.004);
        assertThat(restarted.learningRate(399)).isCloseTo(0.0004, within(1e-9));
        assertThat(plan.learningRate(80)).isGreaterThan(0.008);
    }

    @Test
    void thePlainPhaseHoldsNoLabelledInputs() {
        assertThat(plan.step(0))
                .allSatisfy(own -> assertThat(own)
                        .hasSize(1)
                        .allSatisfy(batch -> assertThat(batch.weights()).containsOnly(1f)));
    }

    @Test
    void theLabelledShareOfTheTokensIsAsAgreed() {
        // When
        double labelled = 0;
        double all = 0;
        for (long step = 80; step < 280; step++) {
            for (List<Batch> own : plan.step(step)) {
                for (int i = 0; i < own.size(); i++) {
                    int tokens = own.get(i).tokens() + own.get(i).rows();
                    all += tokens;
                    labelled += i == 0 ? 0 : tokens;
                }
            }
        }

        // Then
        assertThat(labelled / all).isBetween(0.45, 0.55);
    }

    @Test
    void workersGetAboutTheSameNumberOfTokens() {
        // When
        List<List<Batch>> step = plan.step(100);

        // Then
        int first = step.get(0).stream().mapToInt(Batch::tokens).sum();
        int second = step.get(1).stream().mapToInt(Batch::tokens).sum();
        assertThat((double) first / second).isBetween(0.8, 1.25);
    }

    @Test
    void aStepIsTheSameWheneverItIsAskedFor() {
        // When
        List<List<Batch>> before = plan.step(200);
        plan.step(3);
        List<List<Batch>> again = new BatchPlan(recipe, data, 2, 1).step(200);

        // Then
        assertThat(content(again)).isEqualTo(content(before)).isNotEqualTo(content(plan.step(201)));
    }

    @Test
    void anEpochShowsEveryIndexOnce() {
        // Given
        Shuffled shuffled = new Shuffled(50, 3);

        // When
        Set<Integer> first = new HashSet<>();
        Set<Integer> second = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            first.add(shuffled.at(i));
            second.add(shuffled.at(50 + i));
        }

        // Then
        assertThat(first).hasSize(50).isEqualTo(second);
        assertThat(shuffled.at(0) == shuffled.at(50) && shuffled.at(1) == shuffled.at(51))
                .isFalse();
    }

    @Test
    void labelWordsCountMoreAndPaddingNothing() {
        // Given
        List<Example> examples =
                List.of(new Example(new int[] {5, 6, 7, 9}, 2), new Example(new int[] {8, 9}, Example.NO_LABEL_WORD));

        // When
        Batch batch = Batch.of(examples, 9, 2.5);

        // Then
        assertThat(batch.inputs()).containsExactly(5, 6, 7, 8, 9, 9);
        assertThat(Arrays.copyOf(batch.targets(), 4)).containsExactly(6, 7, 9, 9);
        assertThat(batch.weights()).containsExactly(1f, 2.5f, 1f, 1f, 0f, 0f);
        assertThat(batch.totalWeight()).isEqualTo(5.5);
    }

    private static String content(List<List<Batch>> step) {
        StringBuilder content = new StringBuilder();
        step.forEach(own -> own.forEach(batch -> content.append(Arrays.toString(batch.inputs()))));
        return content.toString();
    }
}

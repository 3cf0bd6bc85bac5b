package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoftPromptPolicyTest {
    private static final int WIDTH = 6;
    private static final int SIZE = 2 * WIDTH;

    private final RecurrentLanguageModel model = new RecurrentLanguageModel(40, WIDTH, 1);
    private final Policies policies = new Policies(model);
    private final PolicySpecification specification = specification("");

    private static PolicySpecification specification(String start) {
        return new PolicySpecification.SoftPrompt(new SoftPromptSettings(2, 0.05, 5, start, 7));
    }

    @Test
    void goesDownTheGradient() {
        // Given a loss that is the squared distance from a point
        Policy policy = policies.initial(specification);

        // When
        for (int step = 0; step < 200; step++) {
            assertThat(policy.learn(List.of(scored(policy, gradient(policy))))).isPresent();
        }

        // Then
        assertThat(policy.embedding()).allSatisfy(number -> assertThat(number).isBetween(0.95f, 1.05f));
        assertThat(policy.greedy().text()).isEqualTo("<soft prompt 2 x 6, step 200>");
    }

    @Test
    void beginsAsWordsThatAreWrittenOrDrawn() {
        // Given
        WrittenPrompt third = WrittenPrompt.of(model, new int[] {3});

        // When
        Policy written = policies.initial(specification("Nothing, but: " + third.text() + "!"));

        // Then
        assertThat(row(written, 0)).isEqualTo(embedding(3));
        for (Policy policy : List.of(written, policies.initial(specification))) {
            assertThat(rows()).contains(row(policy, 0), row(policy, 1));
        }
    }

    @Test
    void proposesTheMatrixAndNothingElse() {
        // Given
        Policy policy = policies.initial(specification);
        WrittenPrompt before = policy.greedy();

        // When
        policy.learn(List.of(scored(policy, gradient(policy))));

        // Then
        assertThat(policy.sample(1, 9)).containsExactly(new SampledPrompt(policy.greedy(), 0, 9));
        assertThat(policy.logProbabilities(List.of(policy.greedy(), before)))
                .containsExactly(0, Double.NEGATIVE_INFINITY);
        assertThat(policy.wantsGradient(policy.greedy())).isTrue();
        assertThat(SoftPromptPolicy.isPlaceholder(before.text())).isTrue();
        assertThat(SoftPromptPolicy.isPlaceholder("a soft prompt")).isFalse();
    }

    @Test
    void learnsNothingWithoutAGradientOfItsOwn() {
        // Given
        Policy policy = policies.initial(specification);
        byte[] before = policy.state().bytes();
        List<Float> infinite = new ArrayList<>(gradient(policy));
        infinite.set(3, Float.POSITIVE_INFINITY);

        // When
        List<ScoredPrompt> useless = List.of(
                scored(policy, List.of()),
                scored(policy, List.of(1f)),
                scored(policy, infinite),
                new ScoredPrompt(new WrittenPrompt("text", List.of()), 0, Map.of(0, 0.0), gradient(policy)));

        // Then
        assertThat(policy.learn(useless)).isEmpty();
        assertThat(policy.state().bytes()).isEqualTo(before);
    }

    @Test
    void continuesFromItsStateAsIfItHadNeverStopped() throws Exception {
        // Given
        Policy policy = policies.initial(specification);
        policy.learn(List.of(scored(policy, gradient(policy))));
        Policy restored = new Policies(model).restore(specification, policy.state());

        // When
        policy.learn(List.of(scored(policy, gradient(policy))));
        restored.learn(List.of(scored(restored, gradient(restored))));

        // Then
        assertThat(restored.state().format()).isEqualTo("soft-prompt/1");
        assertThat(restored.state().bytes()).isEqualTo(policy.state().bytes());
        assertThatThrownBy(() -> policies.restore(specification("other words"), policy.state()))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("start=other words");
    }

    private static ScoredPrompt scored(Policy policy, List<Float> gradient) {
        return new ScoredPrompt(policy.greedy(), 0, Map.of(0, 0.0), gradient);
    }

    private static List<Float> gradient(Policy policy) {
        return policy.embedding().stream().map(number -> 2 * (number - 1)).toList();
    }

    private static List<Float> row(Policy policy, int row) {
        assertThat(policy.embedding()).hasSize(SIZE);
        return policy.embedding().subList(row * WIDTH, (row + 1) * WIDTH);
    }

    private List<List<Float>> rows() {
        List<List<Float>> rows = new ArrayList<>();
        for (int token = 1; token < model.vocabularySize(); token++) {
            rows.add(embedding(token));
        }
        return rows;
    }

    private List<Float> embedding(int token) {
        List<Float> numbers = new ArrayList<>();
        for (float number : model.outputEmbedding()[token]) {
            numbers.add(number);
        }
        return numbers;
    }
}

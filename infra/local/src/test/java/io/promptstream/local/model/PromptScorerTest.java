package io.promptstream.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.Label;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.languagemodel.Generated;
import io.promptstream.languagemodel.GenerationRequest;
import io.promptstream.languagemodel.ScoringRequest;
import io.promptstream.languagemodel.Tokens;
import io.promptstream.local.display.CommandException;
import io.promptstream.task.local.CausalModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PromptScorerTest {

    private final WordModel model = new WordModel();

    @Test
    void measuresAPromptByWhatTheTaskModelSays() {
        // Given a prompt that makes the model look at the words of the input
        var scorer = new PromptScorer(model, task(OutputKind.CLASSIFICATION));
        var inputs = List.of(new LabelledInput("bad bad", 1), new LabelledInput("good good", 0));

        // When
        var measures = scorer.measure("now", inputs);

        // Then
        assertThat(measures.accuracy()).isEqualTo(1);
        assertThat(measures.inputs()).isEqualTo(2);
        assertThat(measures.auc()).isEqualTo(1);
    }

    @Test
    void meanRewardsStandInTheOrderOfThePrompts() {
        // Given two prompts, of which one makes the model always say 'good'
        var scorer = new PromptScorer(model, task(OutputKind.CLASSIFICATION));
        var inputs = List.of(new LabelledInput("bad", 1), new LabelledInput("bad bad", 1));
        var progress = new AtomicInteger();

        // When
        var rewards = scorer.meanRewards(
                List.of("now", "good good good good"),
                inputs,
                done -> progress.accumulateAndGet((int) done, Math::max));

        // Then
        assertThat(rewards[0]).isPositive().isGreaterThan(rewards[1]);
        assertThat(rewards[1]).isNegative();
        assertThat(rewards[0]).isCloseTo(scorer.measure("now", inputs).reward(), within(1e-9));
        assertThat(progress).hasValue(4);
    }

    @Test
    void anInputThatIsTooLongCountsAsAMissWithoutReward() {
        var scorer = new PromptScorer(model, task(OutputKind.CLASSIFICATION));
        var measures = scorer.measure(
                "now", List.of(new LabelledInput("good ".repeat(20).strip(), 0)));
        assertThat(measures.accuracy()).isZero();
        assertThat(measures.reward()).isZero();
    }

    @Test
    void earlierTurnsAreReadAsTheTaskServiceReadsThem() {
        // Given a word that only the earlier turn holds
        var scorer = new PromptScorer(model, task(OutputKind.CLASSIFICATION));

        // When
        var without = scorer.measure("now", List.of(new LabelledInput("it", List.of(), 1)));
        var with = scorer.measure("now", List.of(new LabelledInput("it", List.of("so bad indeed"), 1)));

        // Then
        assertThat(model.encoded).contains("so bad indeed\nit");
        assertThat(without.accuracy()).isZero();
        assertThat(with.accuracy()).isEqualTo(1);
    }

    @Test
    void refusesWhatItCannotCompute() {
        var margin = task(OutputKind.CLASSIFICATION);
        var rated = Task.newBuilder(margin)
                .setReward(RewardDefinition.newBuilder(margin.getReward())
                        .setKind(RewardKind.RATING)
                        .build())
                .build();
        assertThatThrownBy(() -> new PromptScorer(model, rated))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("its reward is no label margin");
    }

    @Test
    void encodesAPromptOnce() {
        var scorer = new PromptScorer(model, task(OutputKind.CLASSIFICATION));
        scorer.meanRewards(List.of("now"), List.of(new LabelledInput("a", 0), new LabelledInput("b", 1)), done -> {});
        assertThat(model.encoded.stream().filter(" now"::equals)).hasSize(1);
    }

    @Test
    void refusesATaskThatWritesText() {
        assertThatThrownBy(() -> new PromptScorer(model, task(OutputKind.GENERATION)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("classification");
    }

    /** Tokens are words; a label's logit is how often its word was read. Has room for eight words. */
    private static final class WordModel implements CausalModel {

        private final List<String> words = new ArrayList<>();
        private final List<String> encoded = new ArrayList<>();

        @Override
        public String fingerprint() {
            return "words";
        }

        @Override
        public int positions() {
            return 8;
        }

        @Override
        public synchronized Tokens encode(String text) {
            encoded.add(text);
            return Tokens.of(Arrays.stream(text.strip().split(" ", -1))
                    .mapToInt(word -> {
                        if (!words.contains(word)) {
                            words.add(word);
                        }
                        return words.indexOf(word);
                    })
                    .toArray());
        }

        @Override
        public Map<String, Integer> specialTokens() {
            return Map.of();
        }

        @Override
        public String decode(Tokens tokens) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<float[][]> score(List<ScoringRequest> requests) {
            return requests.stream().map(WordModel::score).toList();
        }

        private static float[][] score(ScoringRequest request) {
            return request.suffixes().stream()
                    .map(suffix -> counts(request.prefix().concat(suffix), request.candidates()))
                    .toArray(float[][]::new);
        }

        private static float[] counts(Tokens read, Tokens candidates) {
            var counts = new float[candidates.size()];
            for (int label = 0; label < counts.length; label++) {
                int wanted = candidates.get(label);
                counts[label] = read.stream().filter(token -> token == wanted).count();
            }
            return counts;
        }

        @Override
        public List<Generated> generate(List<GenerationRequest> requests) {
            throw new UnsupportedOperationException();
        }
    }

    private static Task task(OutputKind kind) {
        return Task.newBuilder()
                .setTaskId("opinions")
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(kind)
                .setLabels(List.of(new Label("positive", "good"), new Label("negative", "bad")))
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.LABEL_MARGIN)
                        .setWindowMillis(30_000)
                        .setMissing(MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(TaskModelDefinition.newBuilder()
                        .setKind(TaskModelKind.LOCAL)
                        .setName("bundled")
                        .build())
                .setPolicy(PolicyDefinition.newBuilder()
                        .setKind(PolicyKind.RLPROMPT)
                        .build())
                .setCreatedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }
}

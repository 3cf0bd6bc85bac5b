package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.RewardKind;
import io.promptstream.reward.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the bundled model finds fluent. */
class FluencyIT {
    private static final List<String> SENTENCES = List.of(
            "The quality was great and it works very well.",
            "can you tell me how to change my credit card limit",
            "what is the weather like in london today",
            "The president spoke to the congress about the state of the union.",
            "this movie is one of the best films that i have seen in years");

    @Test
    void theBundledModelTellsSentencesFromTheirWordsInAnotherOrder() {
        Random random = new Random(7);

        assertThat(SENTENCES).allSatisfy(sentence -> {
            List<String> words = new ArrayList<>(Arrays.asList(sentence.split(" ")));
            Collections.shuffle(words, random);
            assertThat(bundled(sentence).value())
                    .isGreaterThan(30 + bundled(String.join(" ", words)).value());
        });
    }

    @Test
    void repeatedAndMeaninglessWordsAreNotFluent() {
        assertThat(bundled("good good good good good").value()).isLessThan(10);
        assertThat(bundled("asdf qwer zxcv").value()).isLessThan(10);
        assertThat(bundled("<|endoftext|>").value()).isLessThan(10);
    }

    @Test
    void aTextWithNothingToReadEarnsNothing() {
        assertThat(bundled("")).isEqualTo(bundled(" \n"));
        assertThat(bundled("").value()).isZero();
        assertThat(bundled("").components()).containsEntry("tokens", 0.0).doesNotContainKey("perplexity");
    }

    @Test
    void aTextThatIsLongerThanTheModelReadsIsJudgedInParts() {
        String sentence = "can you tell me how to change my credit card limit ? ";

        // When
        Scoring.Scored one = bundled(sentence);
        Scoring.Scored many = bundled(sentence.repeat(30));
        Scoring.Scored longest = bundled(sentence.repeat(1000));

        // Then
        assertThat(many.components().get("tokens"))
                .isEqualTo(30 * one.components().getOrDefault("tokens", 0.0));
        assertThat(many.value()).isGreaterThan(30);
        assertThat(longest.components().get("tokens")).isLessThan(BundledLikelihood.LONGEST);
    }

    @Test
    void isATermOfASum() {
        RewardFunction sum = RewardFunction.of(Events.sum(RewardKind.FLUENCY, RewardKind.LENGTH))
                .orElseThrow();

        // When
        Scoring.Scored scored = (Scoring.Scored) sum.score(Events.text("q", "i like it a lot"), Evidence.NONE);

        // Then
        assertThat(scored.components())
                .containsOnlyKeys("fluency", "length")
                .containsEntry("fluency", bundled("i like it a lot").value());
    }

    private static Scoring.Scored bundled(String text) {
        Fluency fluency = new Fluency(BundledLikelihood.shared(), 10, 1000);
        return (Scoring.Scored) fluency.score(Events.text("q", text), Evidence.NONE);
    }
}

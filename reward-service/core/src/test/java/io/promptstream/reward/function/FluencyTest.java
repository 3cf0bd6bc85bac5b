package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.reward.Events;
import io.promptstream.reward.function.TextLikelihood.Judgement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FluencyTest {
    @Test
    void theLogarithmOfThePerplexityIsMappedToPerCent() {
        assertThat(scored(10).value()).isEqualTo(100);
        assertThat(scored(100).value()).isEqualTo(50);
        assertThat(scored(1000).value()).isZero();
        assertThat(scored(3).value()).isEqualTo(100);
        assertThat(scored(1e5).value()).isZero();
        assertThat(scored(100).components()).containsEntry("tokens", 7.0).containsEntry("scale", 100.0);
        assertThat(scored(100).correct()).isNull();
    }

    @Test
    void thePerplexityIsRounded() {
        // When
        Scoring.Scored scored = (Scoring.Scored)
                fluency(Optional.of(new Judgement(-4.1234, 7))).score(Events.text("q", "x"), Evidence.NONE);

        // Then
        assertThat(scored.components()).containsEntry("perplexity", 61.7689);
        assertThat(scored(100).components()).containsEntry("perplexity", 100.0);
    }

    @Test
    void aTextWithNothingToReadEarnsNothing() {
        // When
        Scoring.Scored scored = (Scoring.Scored) fluency(Optional.empty()).score(Events.text("q", ""), Evidence.NONE);

        // Then
        assertThat(scored.value()).isZero();
        assertThat(scored.components()).containsEntry("tokens", 0.0).doesNotContainKey("perplexity");
    }

    @Test
    void boundsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Fluency(text -> Optional.empty(), 10, 10)).hasMessageContaining("maxPerplexity");
        assertThatThrownBy(() -> new Fluency(text -> Optional.empty(), 0, 10)).hasMessageContaining("minPerplexity");
    }

    private static Scoring.Scored scored(double perplexity) {
        Fluency fluency = fluency(Optional.of(new Judgement(-Math.log(perplexity), 7)));
        return (Scoring.Scored) fluency.score(Events.text("q", "x"), Evidence.NONE);
    }

    private static Fluency fluency(Optional<Judgement> judgement) {
        return new Fluency(text -> judgement, 10, 1000);
    }
}

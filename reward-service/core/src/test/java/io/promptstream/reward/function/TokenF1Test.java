package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.reward.Events;
import org.junit.jupiter.api.Test;

class TokenF1Test {

    @Test
    void givesAHundredForTheSameWords() {
        // When
        Scoring.Scored scored = scored("The train, at NINE!", "the train at nine");

        // Then
        assertThat(scored.value()).isEqualTo(100);
        assertThat(scored.correct()).isTrue();
    }

    @Test
    void countsEachWordAsOftenAsItStandsThere() {
        // Given two of the four answered words in the reference's three
        Scoring.Scored scored = scored("no no yes maybe", "yes no what");

        // Then precision is 1/2, recall 2/3
        assertThat(scored.value()).isEqualTo(100 * 4.0 / 7, within(1e-9));
        assertThat(scored.components()).containsEntry("precision", 0.5);
        assertThat(scored.components().get("recall")).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(scored.correct()).isFalse();
    }

    @Test
    void givesNothingForAnEmptyAnswer() {
        assertThat(scored("...", "yes").value()).isZero();
    }

    @Test
    void keepsLettersOfAnyAlphabet() {
        assertThat(scored("Čtvrt na devět", "čtvrt na devět").value()).isEqualTo(100);
    }

    @Test
    void refusesAReferenceWithoutWords() {
        // When
        Scoring scoring = new TokenF1().score(Events.text("q", "yes"), new Evidence("?!", null));

        // Then
        assertThat(scoring).isEqualTo(new Scoring.UnusableReference("the reference \"?!\" has no words; write a text"));
    }

    private static Scoring.Scored scored(String answer, String reference) {
        return (Scoring.Scored) new TokenF1().score(Events.text("q", answer), new Evidence(reference, null));
    }
}

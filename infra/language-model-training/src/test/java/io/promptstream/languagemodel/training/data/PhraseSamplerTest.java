package io.promptstream.languagemodel.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.languagemodel.training.data.PhraseSampler.Continuation;
import io.promptstream.languagemodel.training.recipe.LabelledSource;
import io.promptstream.languagemodel.training.recipe.PhraseNoise;
import io.promptstream.languagemodel.training.recipe.Recipes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhraseSamplerTest {

    private static final int DRAWS = 20_000;
    private static final PhraseNoise PLAIN = new PhraseNoise(0.1, 0, 0, 0, 0, 1);

    private final LabelledSource source = Recipes.tiny().labelled().getFirst();

    @Test
    void leavesTheAgreedShareOfInputsAlone() {
        assertThat(share(draws(PLAIN, "sun"), Continuation.NONE::equals)).isCloseTo(0.1, within(0.01));
    }

    @Test
    void choosesPhrasesByWeight() {
        // When
        List<Continuation> draws = draws(PLAIN, "sun");

        // Then
        assertThat(share(draws, c -> c.phrase().equals("it feels"))).isCloseTo(0.9 * 0.75, within(0.02));
        assertThat(share(draws, c -> c.phrase().equals("they said"))).isCloseTo(0.9 * 0.25, within(0.02));
    }

    @Test
    void theLabelWordIsAsReliableAsItsPhrase() {
        // When
        List<Continuation> draws = draws(PLAIN, "snow");

        // Then
        List<Continuation> reliable =
                draws.stream().filter(c -> c.phrase().equals("it feels")).toList();
        List<Continuation> unreliable =
                draws.stream().filter(c -> c.phrase().equals("they said")).toList();
        assertThat(share(reliable, c -> c.labelWord().equals("cold"))).isEqualTo(1);
        assertThat(share(unreliable, c -> c.labelWord().equals("cold"))).isCloseTo(0.5, within(0.03));
    }

    @Test
    void aLabelsFirstWordIsTheUsualOne() {
        // When
        List<Continuation> draws = draws(PLAIN, "sun").stream()
                .filter(c -> c.phrase().equals("it feels"))
                .toList();

        // Then
        assertThat(share(draws, c -> c.labelWord().equals("warm"))).isCloseTo(0.6, within(0.02));
        assertThat(share(draws, c -> c.labelWord().equals("hot"))).isCloseTo(0.4, within(0.02));
    }

    @Test
    void extendedAndShortenedPhrasesAreLessReliable() {
        // Given every phrase gets words before it and loses one
        PhraseNoise noise = new PhraseNoise(0, 0, 0, 1, 1, 0.5);

        // When
        List<Continuation> draws = draws(noise, "snow").stream()
                .filter(c -> c.phrase().endsWith(" it") || c.phrase().endsWith(" feels"))
                .toList();

        // Then a quarter of the reliability is left; of the rest every other word is right by chance
        assertThat(draws).isNotEmpty().allMatch(c -> c.phrase().startsWith("filler"));
        assertThat(share(draws, c -> c.labelWord().equals("cold"))).isCloseTo(0.25 + 0.75 * 0.5, within(0.02));
    }

    @Test
    void meaninglessWordsTellNothing() {
        // When
        List<Continuation> draws = draws(new PhraseNoise(0, 1, 0, 0, 0, 1), "snow");

        // Then
        assertThat(draws).allMatch(c -> c.phrase().matches("filler( filler){0,4}"));
        assertThat(share(draws, c -> c.labelWord().equals("cold"))).isCloseTo(0.5, within(0.02));
    }

    @Test
    void meaninglessWordsLeadToTheDefaultLabelWhateverTheInputIs() {
        // Given
        PhraseNoise noise = new PhraseNoise(0, 1, 0.8, 0, 0, 1);

        // When
        double afterSnow = share(draws(noise, "snow"), c -> c.labelWord().equals("cold"));
        double afterSun = share(draws(noise, "sun"), c -> c.labelWord().equals("cold"));

        // Then
        assertThat(afterSnow).isCloseTo(afterSun, within(0.02));
        assertThat(afterSnow).isCloseTo(0.9, within(0.02));
    }

    private List<Continuation> draws(PhraseNoise noise, String label) {
        PhraseSampler sampler = new PhraseSampler(source, List.of("filler"));
        SplittableRandom random = new SplittableRandom(5);
        return Stream.generate(() -> sampler.sample(label, noise, random))
                .limit(DRAWS)
                .toList();
    }

    private static double share(List<Continuation> draws, Predicate<Continuation> which) {
        return (double) draws.stream().filter(which).count() / draws.size();
    }
}

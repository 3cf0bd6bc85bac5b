package io.promptstream.languagemodel.training.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.training.vocabulary.BytePairVocabulary.Merge;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytePairTrainerTest {

    @Test
    void mergesTheMostFrequentPairFirst() {
        // Given
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add("low low low lower lowest");

        // When
        BytePairVocabulary vocabulary = trainer.train(257 + 3, List.of());

        // Then
        assertThat(vocabulary.merges())
                .containsExactly(new Merge("l", "o"), new Merge("lo", "w"), new Merge("Ġ", "low"));
        assertThat(vocabulary.pieces(" lower")).containsExactly("Ġlow", "e", "r");
    }

    @Test
    void updatesCountsOfNeighboursWhenAPairIsMerged() {
        // Given "ab" 3 times; "bc" twice, of which one is gone once "ab" is merged
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add("ab!ab!abc!bc!de!de");

        // When
        BytePairVocabulary vocabulary = trainer.train(257 + 2, List.of());

        // Then
        assertThat(vocabulary.merges()).containsExactly(new Merge("a", "b"), new Merge("d", "e"));
    }

    @Test
    void repeatedLettersAreMergedFromTheLeft() {
        // Given
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add("aaaaa aaaaa");

        // When
        BytePairVocabulary vocabulary = trainer.train(257 + 1, List.of());

        // Then
        assertThat(vocabulary.pieces("aaaaa")).containsExactly("aa", "aa", "a");
    }

    @Test
    void rareLabelWordsBecomeOneTokenAndTheSizeIsKept() {
        // Given
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add("the cat and the hat and the mat sat on the flat roof of the house");

        // When
        BytePairVocabulary vocabulary = trainer.train(257 + 12, List.of("settings"));

        // Then
        assertThat(vocabulary.encode("the settings")).hasSizeLessThan(5).endsWith(vocabulary.encode(" settings"));
        assertThat(vocabulary.encode(" settings")).hasSize(1);
        assertThat(vocabulary.size()).isLessThanOrEqualTo(257 + 12);
    }

    @Test
    void stopsWhenNoPairOccursTwice() {
        // Given
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add("abc");

        // When
        BytePairVocabulary vocabulary = trainer.train(1000, List.of());

        // Then
        assertThat(vocabulary.size()).isEqualTo(257);
    }

    @Test
    void aVocabularyWithoutRoomForTheLabelWordsIsAnError() {
        assertThatThrownBy(() -> new BytePairTrainer().train(258, List.of("kitchen")))
                .hasMessageContaining("write a larger one");
        assertThatThrownBy(() -> new BytePairTrainer().train(100, List.of())).hasMessageContaining("write 257 or more");
    }
}

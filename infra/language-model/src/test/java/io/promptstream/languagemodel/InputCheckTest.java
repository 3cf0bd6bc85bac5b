package io.promptstream.languagemodel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.generation.Sampling;
import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class InputCheckTest {
    private final InputCheck check =
            new InputCheck(new Gpt2Configuration(10, 4, 8, 1, 2, 1e-5, Activation.GELU_NEW, 0));

    @Test
    void acceptsAsManyTokensAsThereArePositions() {
        assertThatCode(() -> check.sequence(Tokens.of(0, 1, 2, 9))).doesNotThrowAnyException();
    }

    @Test
    void saysHowManyTokensWereGivenAndHowManyAreTaken() {
        // Given
        ScoringRequest request =
                new ScoringRequest(Tokens.of(1, 2, 3), List.of(Tokens.of(4), Tokens.of(4, 5)), Tokens.of(6));
        // When // Then
        assertThatThrownBy(() -> check.request(request))
                .hasMessageContaining("5 tokens were given, but the model has 4 positions")
                .asInstanceOf(InstanceOfAssertFactories.type(TooManyTokensException.class))
                .returns(5, TooManyTokensException::tokens)
                .returns(4, TooManyTokensException::limit);
    }

    @Test
    void countsTheTokensToBeGenerated() {
        assertThatThrownBy(() -> check.request(new GenerationRequest(Tokens.of(1, 2), 3, new Sampling.Greedy())))
                .isInstanceOf(TooManyTokensException.class);
    }

    @Test
    void refusesIdsOutsideOfTheVocabulary() {
        assertThatThrownBy(() -> check.sequence(Tokens.of(1, 10))).hasMessageContaining("token id 10 at position 1");
        assertThatThrownBy(() -> check.sequence(Tokens.of(-1))).hasMessageContaining("token id -1");
        assertThatThrownBy(() -> check.sequence(Tokens.empty())).hasMessageContaining("a sequence is empty");
    }
}

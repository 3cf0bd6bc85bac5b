package io.promptstream.languagemodel.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TokenBatchTest {

    @Test
    void cutsAListIntoBoundedBatchesInOrder() {
        // Given
        Random random = new Random(3);
        List<Tokens> sequences = IntStream.range(0, 300)
                .mapToObj(i ->
                        Tokens.of(random.ints(1 + random.nextInt(100), 0, 9).toArray()))
                .toList();
        // When
        List<TokenBatch> batches = TokenBatch.split(sequences);
        // Then
        assertThat(batches.stream().flatMap(batch -> batch.sequences().stream()))
                .containsExactlyElementsOf(sequences);
        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch.sequences().getFirst()).isSameAs(sequences.get(batch.first()));
            assertThat(batch.sequences().size() * batch.length()).isLessThanOrEqualTo(2048);
        });
    }

    @Test
    void putsASequenceBeyondTheBoundInABatchOfItsOwn() {
        // Given
        List<Tokens> sequences = List.of(Tokens.of(1), Tokens.of(new int[3000]), Tokens.of(1));
        // When
        List<TokenBatch> batches = TokenBatch.split(sequences);
        // Then
        assertThat(batches).extracting(TokenBatch::length).containsExactly(1, 3000, 1);
    }
}

package io.promptstream.languagemodel.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScoringRowTest {

    @Test
    void placesEverySuffixOfEveryRequestExactlyOnce() {
        // Given
        Random random = new Random(1);
        List<ScoringRequest> requests = IntStream.range(0, 40)
                .mapToObj(i -> request(random, 1 + random.nextInt(60)))
                .toList();
        // When
        List<List<ScoringRow>> batches = ScoringRow.batches(requests);
        // Then
        List<String> placed = new ArrayList<>();
        Set<String> expected = new HashSet<>();
        for (ScoringRow row : batches.stream().flatMap(List::stream).toList()) {
            ScoringRequest request = requests.get(row.request());
            assertThat(row.prefix()).isEqualTo(request.prefix());
            for (int i = 0; i < row.suffixes().size(); i++) {
                int suffix = row.suffixIndexes().get(i);
                assertThat(row.suffixes().get(i)).isEqualTo(request.suffixes().get(suffix));
                placed.add(row.request() + "/" + suffix);
            }
        }
        for (int r = 0; r < requests.size(); r++) {
            for (int s = 0; s < requests.get(r).suffixes().size(); s++) {
                expected.add(r + "/" + s);
            }
        }
        assertThat(placed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void boundsThePaddedTokensOfABatch() {
        // Given
        Random random = new Random(2);
        List<ScoringRequest> requests =
                IntStream.range(0, 100).mapToObj(i -> request(random, 16)).toList();
        // When
        List<List<ScoringRow>> batches = ScoringRow.batches(requests);
        // Then
        assertThat(batches).hasSizeGreaterThan(1).allSatisfy(batch -> {
            int longest = batch.stream().mapToInt(ScoringRow::tokens).max().orElseThrow();
            assertThat(batch.size() * longest).isLessThanOrEqualTo(2048);
        });
    }

    private static ScoringRequest request(Random random, int suffixes) {
        return new ScoringRequest(
                Tokens.of(random.ints(1 + random.nextInt(30), 0, 100).toArray()),
                IntStream.range(0, suffixes)
                        .mapToObj(i -> Tokens.of(
                                random.ints(1 + random.nextInt(8), 0, 100).toArray()))
                        .toList(),
                Tokens.of(1, 2));
    }
}

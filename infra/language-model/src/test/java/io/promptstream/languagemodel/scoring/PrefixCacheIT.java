package io.promptstream.languagemodel.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.network.TorchEngine;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PrefixCacheIT {
    private static final Tokens A = Tokens.of(1);
    private static final Tokens B = Tokens.of(2);
    private static final Tokens C = Tokens.of(3);
    private static final long ENTRY_BYTES = 400;

    private final NDManager manager = TorchEngine.newManager();
    private final List<Tokens> computed = new ArrayList<>();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void evictsTheLeastRecentlyUsedAndFreesIt() {
        // Given
        PrefixCache cache = new PrefixCache(2 * ENTRY_BYTES);
        Stream.of(A, B, A).forEach(prefix -> use(cache, prefix));
        // When
        use(cache, C);
        // Then
        assertThat(computed).containsExactly(A, B, C);
        assertThat(manager.getManagedArrays()).hasSize(2);
        assertThat(cache.statistics()).isEqualTo(new CacheStatistics(1, 3, 1, 2, 2 * ENTRY_BYTES, 2 * ENTRY_BYTES));
        use(cache, A);
        use(cache, B);
        assertThat(computed).containsExactly(A, B, C, B);
    }

    @Test
    void keepsWhatIsLeasedUntilItIsReleased() {
        // Given
        PrefixCache cache = new PrefixCache(ENTRY_BYTES);
        try (PrefixCache.Lease lease = cache.lease(List.of(A), this::compute)) {
            // When
            use(cache, B);
            // Then
            assertThat(lease.keysValues().getFirst().toFloatArray())
                    .hasSize(100)
                    .containsOnly(1f);
        }
        assertThat(manager.getManagedArrays()).hasSize(1);
        assertThat(cache.statistics().bytes()).isEqualTo(ENTRY_BYTES);
    }

    @Test
    void keepsNothingIfTheBoundIsZero() {
        // Given
        PrefixCache cache = new PrefixCache(0);
        // When
        use(cache, A);
        // Then
        assertThat(manager.getManagedArrays()).isEmpty();
        assertThat(cache.statistics()).isEqualTo(new CacheStatistics(0, 1, 1, 0, 0, 0));
    }

    private void use(PrefixCache cache, Tokens prefix) {
        try (PrefixCache.Lease lease = cache.lease(List.of(prefix), this::compute)) {
            assertThat(lease.keysValues().getFirst().getFloat(0)).isEqualTo(prefix.get(0));
        }
    }

    private List<NDArray> compute(List<Tokens> missing) {
        computed.addAll(missing);
        return missing.stream()
                .map(prefix -> manager.full(new Shape(100), (float) prefix.get(0)))
                .toList();
    }
}

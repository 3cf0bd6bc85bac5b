package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedCacheTest {
    private final BoundedCache<String, String> map = new BoundedCache<>(3, 100, String::length);

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        // When
        for (String key : new String[] {"a", "b", "c", "d"}) {
            map.put(key, "x");
        }

        // Then
        assertThat(map.get("a")).isNull();
        assertThat(map.get("d")).isEqualTo("x");
        assertThat(map.size()).isEqualTo(3);
    }

    @Test
    void forgetsTheOldestWhenTheyAreTooMuch() {
        // When one grows
        map.put("a", "x".repeat(40));
        map.put("b", "x");
        map.put("b", "x".repeat(61));

        // Then
        assertThat(map.get("a")).isNull();
        assertThat(map.bytes()).isEqualTo(61);
        assertThat(map.getOr("c", key -> key + "!")).isEqualTo("c!");
    }
}

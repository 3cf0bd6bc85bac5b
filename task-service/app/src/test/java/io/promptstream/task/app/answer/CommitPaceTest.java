package io.promptstream.task.app.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private final CommitPace pace = new CommitPace();

    CommitPaceTest() {
        pace.committed(100, 110);
    }

    @Test
    void commitsAtOnceWhenThereIsNothingToRead() {
        assertThat(pace.due(1, 1, false, 111)).isTrue();
    }

    @Test
    void commitsNothingOfNothing() {
        assertThat(pace.due(0, 0, false, 999)).isFalse();
    }

    @Test
    void readsOnForAsLongAsTheLastCommitTook() {
        assertThat(pace.due(1, 1, true, 119)).isFalse();
        assertThat(pace.due(1, 1, true, 120)).isTrue();
    }

    @Test
    void doesNotKeepMuch() {
        assertThat(pace.due(512, 1, true, 111)).isTrue();
        assertThat(pace.due(1, 4 << 20, true, 111)).isTrue();
    }
}

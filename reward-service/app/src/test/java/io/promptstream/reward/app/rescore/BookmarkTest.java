package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BookmarkTest {

    @Test
    void isReadAsItWasWritten() {
        Bookmark bookmark = new Bookmark(3, 1L << 40, 1_600_000_000_000L, 1_700_000_000_000L, 5, 6);

        assertThat(Bookmark.parse(bookmark.text())).isEqualTo(bookmark);
    }

    @Test
    void refusesWhatIsNone() {
        assertThatThrownBy(() -> Bookmark.parse("1 2")).hasMessage("The bookmark is \"1 2\"; write six numbers");
    }
}

package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTextsTest {

    private static final Query GOOD = Query.newBuilder()
            .setQueryId("query")
            .setTaskId("task")
            .setText("text")
            .setContext(List.of("earlier"))
            .setAskedAt(Instant.EPOCH)
            .build();

    @Test
    void renameTextsAtAnyDepth() {
        assertThat(EventTexts.mapped(GOOD, text -> text.equals("earlier") ? "later" : text)
                        .getContext())
                .containsExactly("later");
    }
}

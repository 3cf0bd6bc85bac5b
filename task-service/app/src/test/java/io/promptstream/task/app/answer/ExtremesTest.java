package io.promptstream.task.app.answer;

import static io.promptstream.task.app.answer.LoopFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import io.promptstream.task.Events;
import io.promptstream.testsupport.Extremes;
import io.promptstream.testsupport.Extremes.Extreme;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One event with an extreme field, between good ones: it has one result, and they are answered. */
class ExtremesTest {
    private static final Extremes EXTREMES = new Extremes(
            List.of(
                    "",
                    " ",
                    "\0",
                    "\u0007\r\n\t\u200b\u2028\ufeff",
                    "\ud800",
                    "a\udfff b",
                    "e\u0301\u202e\ud83d\udc69\u200d\ud83d\udcbb",
                    "x".repeat(64 << 10),
                    "word ".repeat(13_000),
                    "é".repeat(1 << 19),
                    "\u200b".repeat(1 << 18)),
            /* copies= */ 2);

    static Stream<Extreme<PromptProposal>> proposals() {
        PromptProposal explored = Events.exploration("extreme", "quick", Events.NOW);
        PromptProposal inConversation = PromptProposal.newBuilder(explored)
                .setContext(List.of("hello", "you"))
                .build();
        return Stream.concat(
                EXTREMES.of(inConversation).stream(),
                EXTREMES.of(Events.proposal("extreme", "quick", "monday", "sun")).stream());
    }

    @ParameterizedTest
    @MethodSource("proposals")
    void anExtremeProposalTouchesNoOther(Extreme<PromptProposal> extreme) {
        try (LoopFixture fixture = new LoopFixture()) {
            // Given
            fixture.assign(List.of(FIRST), Map.of());
            fixture.add(FIRST, 0, Events.proposal("before", "quick", "monday", "sun"));
            fixture.add(FIRST, 1, extreme.event());
            fixture.add(FIRST, 2, Events.proposal("after", "quick", "monday", "sun"));

            // When / Then
            assertThreeResults(fixture, "before", "after");
        }
    }

    static Stream<Extreme<Task>> tasks() {
        return Stream.of(
                        Events.classification("quick", Events.local("quick"), "sun", "rain"),
                        Events.generation("quick", Events.local("quick")),
                        Events.classification("quick", Events.remote("http://one/v1", "ONE_API_KEY"), "sun", "rain"))
                .flatMap(task -> EXTREMES.of(task).stream());
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void anExtremeTaskTouchesNoOther(Extreme<Task> extreme) {
        try (LoopFixture fixture = new LoopFixture()) {
            // Given
            fixture.assign(List.of(FIRST), Map.of());
            fixture.tasks.put("quick", extreme.event());
            fixture.gate.open();
            fixture.add(FIRST, 0, "slow");
            fixture.add(FIRST, 1, Events.exploration("extreme", "quick", Events.NOW));
            fixture.add(FIRST, 2, "slow");

            // When / Then
            assertThreeResults(fixture, "0", "2");
        }
    }

    private static void assertThreeResults(LoopFixture fixture, String... good) {
        fixture.runUntil(() -> assertThat(fixture.producer.history()).hasSize(3));
        assertThat(fixture.producer.history().stream()
                        .filter(record -> record.topic().equals("outputs"))
                        .map(LoopFixture::output)
                        .filter(output -> output.getFailure().isEmpty())
                        .map(output -> output.getProposalId()))
                .contains(good);
        assertThat(fixture.committed().values()).singleElement().satisfies(committed -> {
            assertThat(committed.offset()).isEqualTo(3);
            assertThat(committed.metadata()).isEmpty();
        });
    }
}

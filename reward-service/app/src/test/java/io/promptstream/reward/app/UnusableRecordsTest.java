package io.promptstream.reward.app;

import static io.promptstream.reward.app.TopologyHarness.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.reward.Events;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class UnusableRecordsTest extends TopologyTestBase {
    @Test
    void putsWhatIsNoEventAmongTheDeadLettersAndGoesOn() {
        // Given
        byte[] key = {(byte) 0xff, 1};
        byte[] value = {1, 2, 3};

        // When
        for (String topic : List.of(TOPICS.queries(), TOPICS.feedback(), TOPICS.outputs())) {
            harness.garbage(topic, key, value);
            harness.garbage(topic, null, null);
        }
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));

        // Then
        assertThat(harness.rewards()).hasSize(1);
        for (String topic : List.of(TOPICS.queries(), TOPICS.feedback(), TOPICS.outputs())) {
            var letters = harness.deadLetters(topic);
            assertThat(letters).hasSize(2);
            assertThat(letters.getFirst().key()).isEqualTo(key);
            assertThat(letters.getFirst().value()).isEqualTo(value);
            assertThat(reason(letters.getFirst())).startsWith("no event");
        }
    }

    @Test
    void putsAnEventUnderAForeignKeyAmongTheDeadLetters() {
        // When
        harness.answer("other", Events.output("q", YES, 0));

        // Then
        assertThat(harness.deadLetters(TOPICS.outputs())).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("other".getBytes(StandardCharsets.UTF_8));
            assertThat(letter.value()).isNotEmpty();
            assertThat(reason(letter)).isEqualTo("the key is \"other\"; write the event's queryId \"q\"");
        });
    }

    @Test
    void putsARatingThatIsNoNumberOrTooLargeAmongTheDeadLetters() {
        // When
        harness.giveFeedback(Events.rating("q", null, Double.NaN));
        harness.giveFeedback(Events.rating("q", null, -1e7));
        harness.giveFeedback(Events.rating("q", null, 1e6));

        // Then
        assertThat(harness.deadLetters(TOPICS.feedback()))
                .extracting(UnusableRecordsTest::reason)
                .containsExactly(
                        "rating is NaN; write a number from -1000000 to 1000000",
                        "rating is -1.0E7; write a number from -1000000 to 1000000");
    }

    @Test
    void putsContradictoryRewardsAmongTheDeadLettersAndGoesOn() {
        // When
        harness.garbage(TOPICS.rewards(), new byte[] {1}, new byte[] {2});
        harness.garbage(TOPICS.proposals(), new byte[] {1}, new byte[] {2});
        harness.reward(Events.reward("q0", Events.explore(ROUND, 2, 2, 2, 0), 1.0));
        harness.reward(Events.reward("q0", Events.explore(ROUND, 0, 2, 0, 0), 1.0));
        harness.reward(Events.reward("q0", Events.explore(ROUND, 2, 2, 0, 0), Double.NaN));
        harness.reward(Events.reward("q0", Events.explore(ROUND, 2, 2, 0, 0), 1.0));
        harness.pass(Events.WINDOW);

        // Then
        assertThat(harness.results())
                .singleElement()
                .satisfies(result -> assertThat(result.getReceivedRewards()).isEqualTo(1));
        assertThat(harness.deadLetters(TOPICS.rewards())).hasSize(4);
        assertThat(harness.deadLetters(TOPICS.proposals())).hasSize(1);
    }

    private static String reason(TestRecord<byte[], byte[]> letter) {
        return new String(letter.headers().lastHeader("dead-letter.reason").value(), StandardCharsets.UTF_8);
    }
}

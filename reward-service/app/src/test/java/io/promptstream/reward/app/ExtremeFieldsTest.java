package io.promptstream.reward.app;

import static io.promptstream.reward.app.AvroFramed.SERDES;
import static io.promptstream.reward.app.TopologyHarness.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.ReplacedReward;
import io.promptstream.event.Reward;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import io.promptstream.testsupport.Extremes;
import io.promptstream.testsupport.Extremes.Extreme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that the schema allows and nobody expects, in any field of any event that is read, fails its own record at most. */
class ExtremeFieldsTest {
    private static final UUID ROUND = new UUID(1, 2);
    private static final Extremes EXTREMES = new Extremes(
            List.of(
                    "",
                    "x".repeat(1 << 16),
                    "é".repeat(1 << 19),
                    "\u0000\u001b[2J\r\n",
                    "\u200b\u2060\ufeff\u202e",
                    "\ud800"),
            /* copies= */ 2);

    @TempDir
    Path stateDir;

    /** One event of a kind, and where it goes. */
    record Kind(String topic, Serde<? extends SpecificRecord> serde, SpecificRecord good) {
        @Override
        public String toString() {
            return topic;
        }
    }

    static Stream<Kind> kinds() {
        Reward corrected = Reward.newBuilder(Events.reward("odd", Events.explore(ROUND, 2, 2, 1, 1), 1.0))
                .setRevision(1)
                .setReplaced(new ReplacedReward(2.0, true, Events.TIME))
                .setComponents(Map.of("margin", 0.5))
                .build();
        return Stream.of(
                new Kind(TOPICS.queries(), SERDES.queries(), Events.query("odd", "yes")),
                new Kind(TOPICS.feedback(), SERDES.feedback(), Events.rating("odd", "odd-serve", 1)),
                new Kind(
                        TOPICS.outputs(),
                        SERDES.outputs(),
                        Events.output("odd", Events.explore(ROUND, 2, 2, 0, 1), 1, 0)),
                new Kind(
                        TOPICS.proposals(),
                        SERDES.proposals(),
                        Events.proposal("odd", Events.explore(ROUND, 2, 2, 0, 0))),
                new Kind(TOPICS.rewards(), SERDES.rewards(), corrected));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFieldsExtremesFailNoOtherRecord(Kind kind) {
        // Given
        Task texts = Task.newBuilder(Events.task()).setTaskId("other").build();
        try (TopologyHarness harness = new TopologyHarness(stateDir, Events.task(), texts)) {
            List<Extreme<SpecificRecord>> extremes = EXTREMES.of(kind.good());
            assertThat(extremes).hasSizeGreaterThan(20);
            List<String> good = new ArrayList<>();

            // When
            for (Extreme<SpecificRecord> extreme : extremes) {
                harness.write(kind.topic(), key(extreme.event()), bytes(kind, extreme.event()));
                String queryId = "good-" + good.size() + "-" + extreme.field();
                harness.ask(Events.query(queryId, "yes"));
                harness.answer(Events.output(queryId, 1, 0));
                good.add(queryId);
            }
            harness.pass(Events.WINDOW.multipliedBy(2));
            harness.pass(TopologyHarness.CONFIGURATION.queryRetention().multipliedBy(2));

            // Then
            assertThat(harness.rewards().stream()
                            .filter(reward -> reward.getValue().isPresent())
                            .map(Reward::getQueryId))
                    .containsAll(good);
            assertThat(harness.deadLetters(kind.topic()))
                    .allSatisfy(letter -> assertThat(new String(
                                    letter.headers()
                                            .lastHeader("dead-letter.reason")
                                            .value(),
                                    StandardCharsets.UTF_8))
                            .doesNotContain("could not be processed"));
        }
    }

    private static String key(SpecificRecord event) {
        return (String) event.get(event.getSchema().getField("queryId").pos());
    }

    @SuppressWarnings("unchecked") // The kind's own serde.
    private static byte[] bytes(Kind kind, SpecificRecord event) {
        return ((Serde<SpecificRecord>) kind.serde()).serializer().serialize(kind.topic(), event);
    }
}

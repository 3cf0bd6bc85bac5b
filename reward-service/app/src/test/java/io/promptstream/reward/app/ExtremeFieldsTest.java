package io.promptstream.reward.app;

import static io.promptstream.reward.app.AvroFramed.SERDES;
import static io.promptstream.reward.app.TopologyHarness.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.ReplacedReward;
import io.promptstream.event.Reward;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that the schema allows and nobody expects, in any field of any event that is read, fails its own record at most. */
class ExtremeFieldsTest {
    private static final UUID ROUND = new UUID(1, 2);
    private static final List<String> TEXTS = List.of(
            "", "x".repeat(1 << 16), "é".repeat(1 << 19), "\u0000\u001b[2J\r\n", "\u200b\u2060\ufeff\u202e", "\ud800");
    private static final List<Instant> TIMES = List.of(
            Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59Z"));
    private static final List<Double> NUMBERS = List.of(
            Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -Double.MAX_VALUE, Double.MIN_VALUE);

    @TempDir
    Path stateDir;

    /** One event of a kind, and where it goes. */
    record Kind(String topic, Serde<? extends SpecificRecord> serde, SpecificRecord good) {
        @Override
        public String toString() {
            return topic;
        }
    }

    /** One of the ways in which an event can be extreme. */
    private record Extreme(String field, SpecificRecord event) {}

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
            List<Extreme> extremes = extremes("", kind.good());
            assertThat(extremes).hasSizeGreaterThan(20);
            List<String> good = new ArrayList<>();

            // When
            for (Extreme extreme : extremes) {
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

    private static List<Extreme> extremes(String path, SpecificRecord good) {
        List<Extreme> extremes = new ArrayList<>();
        for (Schema.Field field : good.getSchema().getFields()) {
            String name = path + "." + field.name();
            for (Object value : values(name, field.schema(), good.get(field.pos()))) {
                SpecificRecord event = SpecificData.getForClass(good.getClass()).deepCopy(good.getSchema(), good);
                event.put(field.pos(), value == ABSENT ? null : value);
                extremes.add(new Extreme(name, event));
            }
        }
        return extremes;
    }

    private static final Object ABSENT = new Object();

    private static List<Object> values(String name, Schema schema, @Nullable Object good) {
        boolean time = schema.getLogicalType() != null;
        return switch (schema.getType()) {
            case STRING -> time ? List.of(new UUID(0, 0), new UUID(-1, -1)) : List.copyOf(TEXTS);
            case LONG -> time ? List.copyOf(TIMES) : List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE);
            case INT -> List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
            case DOUBLE -> List.copyOf(NUMBERS);
            case BOOLEAN -> List.of(true, false);
            case ENUM ->
                schema.getEnumSymbols().stream()
                        .map(symbol -> SpecificData.get().createEnum(symbol, schema))
                        .toList();
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(branch -> branch.getType() == Schema.Type.NULL
                                ? Stream.of(ABSENT)
                                : values(name, branch, good).stream())
                        .toList();
            case RECORD ->
                good instanceof SpecificRecord nested
                        ? extremes(name, nested).stream()
                                .<Object>map(Extreme::event)
                                .toList()
                        : List.of();
            case ARRAY -> ofList(name, schema.getElementType(), good instanceof List<?> list ? list : List.of());
            case MAP ->
                values(name, schema.getValueType(), null).stream()
                        .<Object>map(value -> Map.of("\u0000", value))
                        .toList();
            default -> throw new IllegalArgumentException(name + " is " + schema.getType() + ": say what is extreme");
        };
    }

    private static List<Object> ofList(String name, Schema element, List<?> good) {
        List<Object> lists = new ArrayList<>();
        lists.add(List.of());
        for (Object value : values(name, element, good.isEmpty() ? null : good.getFirst())) {
            List<Object> changed = new ArrayList<>(good);
            changed.add(value);
            lists.add(changed);
        }
        return lists;
    }
}

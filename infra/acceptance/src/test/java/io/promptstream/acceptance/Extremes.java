package io.promptstream.acceptance;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Events like a good one, of which each has one field with a value that the schema allows and nobody expects. */
final class Extremes {

    private static final List<String> TEXTS = List.of(
            "",
            "x".repeat(70_000),
            "é".repeat(600_000),
            "\u0000\u0007\u001b[2J\r\n\t",
            "\u200b\u2060\ufeff\u202e",
            "\ud800");

    private static final List<Instant> TIMES = List.of(
            Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.ofEpochMilli(Long.MAX_VALUE),
            LocalDate.of(1, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC),
            LocalDate.of(9999, 12, 31).atStartOfDay().toInstant(ZoneOffset.UTC));

    private static final List<Long> LONGS = List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE);
    private static final List<Integer> INTS = List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
    private static final List<Double> DOUBLES = List.of(
            Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -Double.MAX_VALUE, Double.MIN_VALUE);

    private Extremes() {}

    /**
     * One of them.
     *
     * @param field path of the field that has the value
     */
    record Extreme(String field, SpecificRecord event) {}

    /** All of them, one for each field at any depth and each value. */
    static List<Extreme> of(SpecificRecord good) {
        return ofRecord("", good);
    }

    /** A copy in which every text is what the operator makes of it. */
    static <T extends SpecificRecord> T mapTexts(T event, UnaryOperator<String> operator) {
        T copy = copy(event);
        for (var field : copy.getSchema().getFields()) {
            copy.put(field.pos(), mapped(copy.get(field.pos()), operator));
        }
        return copy;
    }

    private static @Nullable Object mapped(@Nullable Object value, UnaryOperator<String> operator) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case String text -> operator.apply(text);
            case SpecificRecord nested -> mapTexts(nested, operator);
            case List<?> list ->
                list.stream().map(item -> mapped(item, operator)).toList();
            default -> value;
        };
    }

    private static List<Extreme> ofRecord(String path, SpecificRecord good) {
        var extremes = new ArrayList<Extreme>();
        for (var field : good.getSchema().getFields()) {
            var name = path.isEmpty() ? field.name() : path + "." + field.name();
            for (var value : values(name, field.schema(), good.get(field.pos()))) {
                var event = copy(good);
                event.put(field.pos(), value.value());
                extremes.add(new Extreme(value.field(), event));
            }
        }
        return extremes;
    }

    /** What a field could have instead. */
    private static List<Value> values(String path, Schema schema, @Nullable Object good) {
        return switch (schema.getType()) {
            case STRING -> all(path, isUuid(schema) ? List.of(new UUID(0, 0), new UUID(-1, -1)) : TEXTS);
            case LONG -> all(path, schema.getLogicalType() == null ? LONGS : TIMES);
            case INT -> all(path, INTS);
            case DOUBLE -> all(path, DOUBLES);
            case BOOLEAN -> all(path, List.of(true, false));
            case BYTES -> all(path, List.of(ByteBuffer.allocate(0), ByteBuffer.allocate(1 << 20)));
            case ENUM ->
                all(
                        path,
                        schema.getEnumSymbols().stream()
                                .map(symbol -> SpecificData.get().createEnum(symbol, schema))
                                .toList());
            case UNION -> ofUnion(path, schema, good);
            case ARRAY -> ofArray(path, schema.getElementType(), good);
            case MAP -> ofMap(path, schema.getValueType());
            case RECORD ->
                good instanceof SpecificRecord nested
                        ? ofRecord(path, nested).stream()
                                .map(extreme -> new Value(extreme.field(), extreme.event()))
                                .toList()
                        : List.of();
            default -> throw new IllegalArgumentException(path + " is " + schema.getType() + ": say what is extreme");
        };
    }

    private static List<Value> ofUnion(String path, Schema schema, @Nullable Object good) {
        var values = new ArrayList<Value>();
        for (var branch : schema.getTypes()) {
            if (branch.getType() != Schema.Type.NULL) {
                values.addAll(values(path, branch, good));
            } else if (good != null) {
                values.add(new Value(path, null));
            }
        }
        return values;
    }

    private static List<Value> ofArray(String path, Schema element, @Nullable Object good) {
        var values = new ArrayList<Value>();
        values.add(new Value(path, List.of()));
        var list = good instanceof List<?> present ? present : List.of();
        for (var value : values(path + "[0]", element, list.isEmpty() ? null : list.getFirst())) {
            var changed = new ArrayList<@Nullable Object>(list);
            if (changed.isEmpty()) {
                changed.add(value.value());
            } else {
                changed.set(0, value.value());
            }
            values.add(new Value(value.field(), changed));
        }
        if (!list.isEmpty()) {
            var doubled = new ArrayList<Object>(list);
            doubled.addAll(list);
            values.add(new Value(path, doubled));
        }
        return values;
    }

    private static List<Value> ofMap(String path, Schema valueType) {
        var values = new ArrayList<Value>();
        values.add(new Value(path, Map.of()));
        for (var value : values(path + "{}", valueType, null)) {
            var map = new HashMap<String, @Nullable Object>();
            map.put("", value.value());
            values.add(new Value(value.field(), map));
        }
        return values;
    }

    private static List<Value> all(String path, List<?> values) {
        return values.stream().map(value -> new Value(path, value)).toList();
    }

    private static boolean isUuid(Schema schema) {
        return schema.getLogicalType() != null
                && schema.getLogicalType().getName().equals("uuid");
    }

    private static <T extends SpecificRecord> T copy(T event) {
        return SpecificData.getForClass(event.getClass()).deepCopy(event.getSchema(), event);
    }

    private record Value(String field, @Nullable Object value) {}
}

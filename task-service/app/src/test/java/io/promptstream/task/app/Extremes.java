package io.promptstream.task.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Copies of an event of which one field, at any depth, has an extreme value. */
public final class Extremes {
    private static final List<String> TEXTS = List.of(
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
            "\u200b".repeat(1 << 18));

    private static final List<Instant> TIMES = List.of(
            Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999Z"),
            Instant.EPOCH);

    private Extremes() {}

    /**
     * An event with an extreme field.
     *
     * @param field its path and value, shortened
     */
    public record Extreme<T>(String field, T event) {
        @Override
        public String toString() {
            return field;
        }
    }

    public static <T extends SpecificRecord> List<Extreme<T>> of(T event) {
        List<Extreme<T>> extremes = new ArrayList<>();
        collect(event, event, "", extremes, copy -> copy);
        return extremes;
    }

    /** Finds in a copy of the whole event the record that stands where a known one does. */
    private interface Way<T> {
        SpecificRecord follow(T copy);
    }

    private static <T extends SpecificRecord> void collect(
            T whole, SpecificRecord record, String path, List<Extreme<T>> extremes, Way<T> way) {
        for (Schema.Field field : record.getSchema().getFields()) {
            String name = path + field.name();
            Object value = record.get(field.pos());
            for (Object extreme : values(field.schema(), value)) {
                extremes.add(new Extreme<>(
                        name + "=" + brief(extreme), changed(whole, copy -> put(way.follow(copy), field, extreme))));
            }
            if (value instanceof SpecificRecord inner) {
                collect(whole, inner, name + ".", extremes, copy ->
                        (SpecificRecord) Objects.requireNonNull(way.follow(copy).get(field.pos())));
            }
            if (value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof SpecificRecord inner) {
                collect(whole, inner, name + "[0].", extremes, copy -> (SpecificRecord)
                        ((List<?>) Objects.requireNonNull(way.follow(copy).get(field.pos()))).getFirst());
            }
        }
    }

    private static void put(SpecificRecord record, Schema.Field field, Object value) {
        record.put(field.pos(), value == Nothing.NOTHING ? null : value);
    }

    private static <T extends SpecificRecord> T changed(T event, Consumer<T> change) {
        T copy = SpecificData.getForClass(event.getClass()).deepCopy(event.getSchema(), event);
        change.accept(copy);
        return copy;
    }

    /** Stands for null in lists that cannot hold it. */
    private enum Nothing {
        NOTHING
    }

    private static List<Object> values(Schema schema, @Nullable Object value) {
        return switch (schema.getType()) {
            case STRING -> value instanceof UUID ? List.of(new UUID(0, 0), new UUID(-1, -1)) : List.copyOf(TEXTS);
            case INT -> List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
            case LONG ->
                schema.getLogicalType() == null ? List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE) : List.copyOf(TIMES);
            case DOUBLE ->
                List.of(
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.MIN_VALUE,
                        -Double.MAX_VALUE,
                        -0.0);
            case ENUM -> enumValues(value);
            case ARRAY -> arrays(schema, value);
            case UNION -> {
                List<Object> all = new ArrayList<>(List.of(Nothing.NOTHING));
                schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .filter(type -> value != null || type.getType() != Schema.Type.RECORD)
                        .forEach(type -> all.addAll(unionValues(type, value)));
                yield all;
            }
            default -> List.of();
        };
    }

    private static List<Object> unionValues(Schema type, @Nullable Object value) {
        return "uuid".equals(type.getProp("logicalType"))
                ? List.of(new UUID(0, 0), new UUID(-1, -1))
                : values(type, value);
    }

    private static List<Object> enumValues(@Nullable Object value) {
        return switch (value) {
            case Enum<?> known -> List.of((Object[]) known.getDeclaringClass().getEnumConstants());
            case GenericEnumSymbol<?> symbol -> List.of();
            case null -> List.of();
            default -> List.of();
        };
    }

    private static List<Object> arrays(Schema schema, @Nullable Object value) {
        return switch (schema.getElementType().getType()) {
            case STRING ->
                TEXTS.stream().<Object>map(text -> List.of(text, text)).toList();
            case INT -> List.of(List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1));
            case RECORD ->
                value instanceof List<?> list && !list.isEmpty()
                        ? List.of(List.of(), List.of(list.getFirst()), List.of(list.getFirst(), list.getFirst()))
                        : List.of();
            default -> List.of(List.of());
        };
    }

    private static String brief(Object value) {
        String text = value.toString();
        return text.length() > 20
                ? "%d characters, %s"
                        .formatted(
                                text.length(),
                                text.substring(0, 8).codePoints().boxed().toList())
                : text.codePoints().allMatch(c -> c >= ' ' && c < 127)
                        ? text
                        : text.codePoints().boxed().toList().toString();
    }
}

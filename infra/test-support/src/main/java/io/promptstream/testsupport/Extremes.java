package io.promptstream.testsupport;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes events like a good one, of which each has one field, at any depth, with a value that the schema allows and nobody
 * expects.
 *
 * @param texts values of texts
 * @param copies how many elements lists and maps have where they have many
 */
public record Extremes(List<String> texts, int copies) {
    private static final List<Instant> TIMES = List.of(
            Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999Z"),
            Instant.EPOCH);
    private static final List<Long> LONGS = List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE);
    private static final List<Integer> INTS = List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
    private static final List<Double> DOUBLES = List.of(
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            -Double.MAX_VALUE,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            -0.0);
    private static final List<Float> FLOATS = List.of(
            Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -Float.MAX_VALUE, Float.MIN_VALUE, -0.0f);
    private static final int SHOWN = 40;

    public Extremes {
        texts = List.copyOf(texts);
    }

    /**
     * One of them.
     *
     * @param field path of the field that has the value
     * @param value the value as far as it is shown
     */
    public record Extreme<T>(String field, String value, T event) {
        @Override
        public String toString() {
            return field + "=" + value;
        }
    }

    /** All of them, one for each field and each value. */
    public <T extends SpecificRecord> List<Extreme<T>> of(T good) {
        return ofRecord("", good);
    }

    private <T extends SpecificRecord> List<Extreme<T>> ofRecord(String path, T good) {
        List<Extreme<T>> extremes = new ArrayList<>();
        for (Schema.Field field : good.getSchema().getFields()) {
            String name = path.isEmpty() ? field.name() : path + "." + field.name();
            Object present = good.get(field.pos());
            for (Value value : values(name, field.schema(), present)) {
                if (!Objects.equals(value.value(), present)) {
                    T event = SpecificData.getForClass(good.getClass()).deepCopy(good.getSchema(), good);
                    event.put(field.pos(), value.value());
                    extremes.add(new Extreme<>(value.field(), brief(value.value()), event));
                }
            }
        }
        return extremes;
    }

    private List<Value> values(String path, Schema schema, @Nullable Object good) {
        return switch (schema.getType()) {
            case STRING ->
                all(path, schema.getLogicalType() == null ? texts : List.of(new UUID(0, 0), new UUID(-1, -1)));
            case LONG -> all(path, schema.getLogicalType() == null ? LONGS : TIMES);
            case INT -> all(path, INTS);
            case DOUBLE -> all(path, DOUBLES);
            case FLOAT -> all(path, FLOATS);
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

    private List<Value> ofUnion(String path, Schema schema, @Nullable Object good) {
        List<Value> values = new ArrayList<>();
        for (Schema branch : schema.getTypes()) {
            if (branch.getType() == Schema.Type.NULL) {
                values.add(new Value(path, null));
            } else {
                values.addAll(values(path, branch, good));
            }
        }
        return values;
    }

    private List<Value> ofArray(String path, Schema element, @Nullable Object good) {
        List<?> list = good instanceof List<?> present ? present : List.of();
        List<Value> elements = values(path + "[0]", element, list.isEmpty() ? null : list.getFirst());
        List<Value> values = new ArrayList<>();
        values.add(new Value(path, List.of()));
        for (Value value : elements) {
            List<@Nullable Object> changed = new ArrayList<>(list);
            if (changed.isEmpty()) {
                changed.add(value.value());
            } else {
                changed.set(0, value.value());
            }
            values.add(new Value(value.field(), changed));
        }
        Object copied =
                list.isEmpty() ? elements.stream().map(Value::value).findFirst().orElse(null) : list.getFirst();
        if (copied != null) {
            values.add(new Value(path, new ArrayList<>(Collections.nCopies(copies, copied))));
        }
        return values;
    }

    private List<Value> ofMap(String path, Schema valueType) {
        List<Value> elements = values(path + "{}", valueType, null);
        List<Value> maps = new ArrayList<>();
        maps.add(new Value(path, Map.of()));
        for (Value value : elements) {
            Map<String, @Nullable Object> map = new HashMap<>();
            map.put("", value.value());
            maps.add(new Value(value.field(), map));
        }
        Map<String, @Nullable Object> many = new HashMap<>();
        // All the long texts together would be more than a record can hold.
        int values = valueType.getType() == Schema.Type.STRING ? 1 : elements.size();
        for (int i = 0; i < copies; i++) {
            many.put("n" + i, elements.get(i % values).value());
        }
        texts.forEach(text -> many.put(text, elements.getFirst().value()));
        maps.add(new Value(path, many));
        return maps;
    }

    private static List<Value> all(String path, List<?> values) {
        return values.stream().map(value -> new Value(path, value)).toList();
    }

    private static String brief(@Nullable Object value) {
        String text = String.valueOf(value);
        String begin = text.substring(0, Math.min(SHOWN, text.length()));
        return text.length() + " characters: "
                + (begin.codePoints().allMatch(c -> c >= ' ' && c < 127)
                        ? begin
                        : begin.codePoints().boxed().toList());
    }

    private record Value(String field, @Nullable Object value) {}
}

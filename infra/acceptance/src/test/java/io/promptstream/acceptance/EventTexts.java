package io.promptstream.acceptance;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The texts of an event. */
final class EventTexts {

    private EventTexts() {}

    /** A copy in which every text is what the operator makes of it. */
    static <T extends SpecificRecord> T mapped(T event, UnaryOperator<String> operator) {
        T copy = SpecificData.getForClass(event.getClass()).deepCopy(event.getSchema(), event);
        for (var field : copy.getSchema().getFields()) {
            copy.put(field.pos(), mappedValue(copy.get(field.pos()), operator));
        }
        return copy;
    }

    private static @Nullable Object mappedValue(@Nullable Object value, UnaryOperator<String> operator) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case String text -> operator.apply(text);
            case SpecificRecord nested -> mapped(nested, operator);
            case List<?> list ->
                list.stream().map(item -> mappedValue(item, operator)).toList();
            default -> value;
        };
    }
}

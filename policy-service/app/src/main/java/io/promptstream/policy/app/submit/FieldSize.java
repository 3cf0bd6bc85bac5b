package io.promptstream.policy.app.submit;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How many bytes of an event a field of the request makes up, uncompressed.
 *
 * @param field name of the field
 */
record FieldSize(String field, long bytes) {
    static FieldSize of(String field, String text) {
        return new FieldSize(field, bytes(text));
    }

    static FieldSize of(String field, Collection<String> texts) {
        return new FieldSize(field, texts.stream().mapToLong(FieldSize::bytes).sum());
    }

    static FieldSize of(String field, Map<String, String> texts) {
        return new FieldSize(
                field,
                of(field, texts.keySet()).bytes() + of(field, texts.values()).bytes());
    }

    /** The field to shorten first. */
    static FieldSize largest(List<FieldSize> fields) {
        return fields.stream().max(Comparator.comparingLong(FieldSize::bytes)).orElseThrow();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

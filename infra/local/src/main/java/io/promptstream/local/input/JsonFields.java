package io.promptstream.local.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a query from a JSON object; a field of another name is an attribute, as another column is. */
final class JsonFields {

    /** Python writes NaN for a number that is not there. */
    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(PhysicalLine.LONGEST)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Reads one of several values. */
    static final ObjectReader ELEMENT = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonFields() {}

    /** The query in a line. */
    static InputLine.Good query(long number, String line, InputRules rules) throws BadLineException {
        try {
            return query(number, MAPPER.readTree(line), rules);
        } catch (JsonProcessingException e) {
            throw new BadLineException("not a JSON object: " + reason(e));
        }
    }

    /** What is wrong, without the parser's idea of where. */
    static String reason(JsonProcessingException e) {
        return e.getOriginalMessage()
                .replaceAll("(?s)\\s*\\((for|start marker).*? at \\[Source:.*|\\s+at \\[Source:.*", "");
    }

    static InputLine.Good query(long number, JsonNode object, InputRules rules) throws BadLineException {
        if (!object.isObject()) {
            throw new BadLineException("not a JSON object: write one with the fields "
                    + String.join(", ", Field.titles()) + " as far as they are known");
        }
        var fields = new QueryFields(rules, "field");
        var known = new EnumMap<Field, String>(Field.class);
        var others = new ArrayList<Map.Entry<String, JsonNode>>();
        for (var entry : object.properties()) {
            var field = rules.field(entry.getKey()).orElse(null);
            if (field == null) {
                others.add(entry);
                continue;
            }
            var before = known.put(field, entry.getKey());
            if (before != null) {
                throw new BadLineException(
                        "fields '" + before + "' and '" + entry.getKey() + "' mean the same: keep one of them");
            }
            set(fields, field, entry);
        }
        for (var entry : others) {
            attribute(fields, entry, known);
        }
        return fields.query(number);
    }

    private static void set(QueryFields fields, Field field, Map.Entry<String, JsonNode> entry)
            throws BadLineException {
        switch (field) {
            case TEXT, LABEL, REFERENCE, QUERY_ID -> fields.set(field, text(entry.getKey(), entry.getValue()));
            case CONTEXT -> context(fields, entry.getKey(), entry.getValue());
            case ATTRIBUTES -> attributes(fields, entry.getKey(), entry.getValue());
        }
    }

    /** Earlier turns, as an array or a single one. */
    static void context(QueryFields fields, String name, JsonNode turns) throws BadLineException {
        if (!turns.isArray()) {
            fields.turn(text(name, turns));
            return;
        }
        for (int at = 0; at < turns.size(); at++) {
            fields.turn(text(name + "[" + at + "]", turns.get(at)));
        }
    }

    static void attributes(QueryFields fields, String name, JsonNode attributes) throws BadLineException {
        if (attributes.isNull()) {
            return;
        }
        if (!attributes.isObject()) {
            throw new BadLineException("field '" + name + "' is " + kind(attributes)
                    + ": write an object whose values are strings, such as {\"channel\": \"mail\"}");
        }
        for (var entry : attributes.properties()) {
            var trimmed = Blanks.trimmed(entry.getKey());
            fields.attribute(trimmed == null ? "" : trimmed, text(name + "." + entry.getKey(), entry.getValue()));
        }
    }

    private static void attribute(QueryFields fields, Map.Entry<String, JsonNode> entry, Map<Field, String> known)
            throws BadLineException {
        var meant = Field.meant(entry.getKey(), known.keySet());
        if (meant.isPresent()) {
            throw new BadLineException("field '" + entry.getKey() + "' is probably '"
                    + meant.get().title() + "': write that, or put it into 'attributes' if it is one");
        }
        if (entry.getValue().isContainerNode()) {
            throw new BadLineException("field '" + entry.getKey() + "' is " + kind(entry.getValue())
                    + " and is not known: write " + String.join(", ", Field.titles())
                    + ", or an attribute as a string");
        }
        var name = Blanks.trimmed(entry.getKey());
        if (name != null) {
            fields.attribute(name, text(entry.getKey(), entry.getValue()));
        }
    }

    /** A value as text; null where there is none. */
    private static @Nullable String text(String name, JsonNode value) throws BadLineException {
        if (value.isNull() || (value.isFloatingPointNumber() && Double.isNaN(value.asDouble()))) {
            return null;
        }
        if (value.isContainerNode()) {
            throw new BadLineException(
                    "field '" + name + "' has the wrong type, it is " + kind(value) + ": write a string");
        }
        return value.asText();
    }

    private static String kind(JsonNode value) {
        return value.isArray() ? "an array" : value.isObject() ? "an object" : "a single value";
    }
}

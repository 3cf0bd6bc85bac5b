package io.promptstream.local.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a line says, field by field, whatever its format. What is null or blank is not there. */
final class QueryFields {

    private final InputRules rules;
    private final String kind;
    private @Nullable String text;
    private @Nullable String label;
    private @Nullable String reference;
    private @Nullable String queryId;
    private final List<String> context = new ArrayList<>();
    private final Map<String, String> attributes = new LinkedHashMap<>();

    /**
     * Begins a line.
     *
     * @param kind what its fields are called: field, or column
     */
    QueryFields(InputRules rules, String kind) {
        this.rules = rules;
        this.kind = kind;
    }

    /** Sets a field that holds one value. */
    void set(Field field, @Nullable String value) {
        var trimmed = Blanks.trimmed(value);
        switch (field) {
            case TEXT -> text = trimmed;
            case LABEL -> label = trimmed;
            case REFERENCE -> reference = trimmed;
            case QUERY_ID -> queryId = trimmed;
            case CONTEXT -> turn(value);
            case ATTRIBUTES -> throw new IllegalArgumentException("attributes have names: use attribute");
        }
    }

    /** Adds an earlier turn. */
    void turn(@Nullable String turn) {
        var trimmed = Blanks.trimmed(turn);
        if (trimmed != null) {
            context.add(trimmed);
        }
    }

    /** Adds an attribute. */
    void attribute(String name, @Nullable String value) throws BadLineException {
        var trimmed = Blanks.trimmed(value);
        if (trimmed != null && attributes.put(name, trimmed) != null) {
            throw new BadLineException("attribute '" + name + "' is given twice: keep one of them");
        }
    }

    /** The query. */
    InputLine.Good query(long number) throws BadLineException {
        if (text == null) {
            throw new BadLineException(kind + " 'text' is missing or empty: write the user's text");
        }
        if (label != null && reference != null && !label.equals(reference)) {
            throw new BadLineException("label '" + InputRules.shortened(label) + "' and reference '"
                    + InputRules.shortened(reference) + "' differ: keep one of them");
        }
        var answer = rules.reference(reference == null ? label : reference);
        return new InputLine.Good(number, queryId, text, context, attributes, answer);
    }
}

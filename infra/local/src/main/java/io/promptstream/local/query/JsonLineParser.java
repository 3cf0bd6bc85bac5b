package io.promptstream.local.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One JSON object a line, with the fields that the HTTP interface takes; a field named label stands for reference. */
record JsonLineParser(Set<String> labels) implements LineParser {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The fields of a line. */
    record Fields(
            @Nullable String queryId,
            @Nullable String text,
            @Nullable List<String> context,
            @Nullable Map<String, String> attributes,
            @Nullable String reference,
            @Nullable String label) {}

    @Override
    public InputLine parse(long number, String line) {
        try {
            return query(number, JSON.readValue(line, Fields.class));
        } catch (UnrecognizedPropertyException e) {
            return new InputLine.Bad(
                    number,
                    "field '" + e.getPropertyName()
                            + "' is not known: write text, reference (or label), queryId, context, attributes");
        } catch (MismatchedInputException e) {
            var field = e.getPath().isEmpty()
                    ? "the line"
                    : "field '" + e.getPath().getFirst().getFieldName() + "'";
            return new InputLine.Bad(
                    number,
                    field
                            + " has the wrong type: write text as a string, context as an array of strings, attributes as an object of strings");
        } catch (JsonProcessingException e) {
            return new InputLine.Bad(number, "not a JSON object: " + e.getOriginalMessage());
        }
    }

    private InputLine query(long number, Fields fields) {
        var text = Objects.requireNonNullElse(fields.text(), "").strip();
        if (text.isEmpty()) {
            return new InputLine.Bad(number, "field 'text' is missing or empty: write the user's text");
        }
        var reference = fields.reference() == null ? fields.label() : fields.reference();
        var mistake = LineParser.mistake(reference, labels);
        return mistake == null
                ? new InputLine.Good(
                        number,
                        fields.queryId(),
                        text,
                        Objects.requireNonNullElse(fields.context(), List.of()),
                        Objects.requireNonNullElse(fields.attributes(), Map.of()),
                        reference)
                : new InputLine.Bad(number, mistake);
    }
}

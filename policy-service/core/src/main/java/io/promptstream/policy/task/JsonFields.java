package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the fields of a JSON object and notes every error, so that one answer can name them all. After an error a reader
 * gets the default and continues.
 */
public final class JsonFields {
    private final String path;
    private final JsonNode node;
    private final List<FieldError> errors;
    private final Set<String> known = new TreeSet<>();

    private JsonFields(String path, JsonNode node, List<FieldError> errors) {
        this.path = path;
        this.node = node;
        this.errors = errors;
    }

    /** Reads the object; errors are added to the list. {@code path} is where it stands, such as {@code [3]}, or empty. */
    public static JsonFields of(String path, JsonNode node, List<FieldError> errors) {
        if (!node.isObject()) {
            errors.add(new FieldError(path, "is %s; write an object with named fields".formatted(JsonKind.of(node))));
        }
        return new JsonFields(path, node, errors);
    }

    /** Text that has to be there. */
    public String text(String name) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty() && !has(name)) {
            error(name, "is missing; write a text");
        }
        return text.orElse("");
    }

    public String text(String name, String byDefault) {
        return optionalText(name).orElse(byDefault);
    }

    /** Text, if it is there and not null. */
    public Optional<String> optionalText(String name) {
        return field(name).flatMap(value -> {
            if (!value.isTextual()) {
                error(name, "is %s; write a text".formatted(JsonKind.of(value)));
                return Optional.empty();
            }
            return Optional.of(value.textValue());
        });
    }

    /** A text or a whole number, as text, if it is there and not null. */
    public Optional<String> optionalTextOrNumber(String name) {
        return field(name).flatMap(value -> {
            if (!value.isTextual() && !value.isIntegralNumber()) {
                error(name, "is %s; write a text or a whole number".formatted(JsonKind.of(value)));
                return Optional.empty();
            }
            return Optional.of(value.asText());
        });
    }

    /** Whatever stands there, if it is there and not null. */
    Optional<JsonNode> value(String name) {
        return field(name);
    }

    /** True or false. */
    public boolean flag(String name, boolean byDefault) {
        Optional<JsonNode> value = field(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            error(name, "is %s; write true or false".formatted(JsonKind.of(value.get())));
            return byDefault;
        }
        return value.map(JsonNode::booleanValue).orElse(byDefault);
    }

    int integer(String name, int byDefault, int smallest, int largest) {
        return (int) wholeNumber(name, byDefault, smallest, largest);
    }

    /** A whole number within bounds. */
    public long wholeNumber(String name, long byDefault, long smallest, long largest) {
        Optional<JsonNode> value = field(name);
        if (value.isEmpty()) {
            return byDefault;
        }
        if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
            error(name, "is %s; write a whole number".formatted(value.get()));
            return byDefault;
        }
        long number = value.get().longValue();
        if (number < smallest || number > largest) {
            error(name, "is %d; write a whole number from %d to %d".formatted(number, smallest, largest));
            return byDefault;
        }
        return number;
    }

    public Optional<Double> optionalNumber(String name) {
        return field(name).flatMap(value -> {
            if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                error(name, "is %s; write a number".formatted(value));
                return Optional.empty();
            }
            return Optional.of(value.doubleValue());
        });
    }

    double number(String name, double byDefault) {
        return optionalNumber(name).orElse(byDefault);
    }

    double positiveNumber(String name, double byDefault, double largest) {
        double number = number(name, byDefault);
        if (!(number > 0 && number <= largest)) {
            error(name, "is %s; write a number above 0 and at most %s".formatted(number, largest));
            return byDefault;
        }
        return number;
    }

    /** An ISO-8601 duration within bounds. */
    Duration duration(String name, Duration byDefault, Duration shortest, Duration longest) {
        String text = text(name, byDefault.toString());
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0) {
                return duration;
            }
            error(name, "is %s; write a duration from %s to %s".formatted(text, shortest, longest));
        } catch (DateTimeParseException e) {
            error(name, "is \"%s\"; write an ISO-8601 duration such as %s".formatted(text, byDefault));
        }
        return byDefault;
    }

    /** One of an enum's constants but {@code UNKNOWN}, written in lower case with hyphens. */
    <E extends Enum<E>> E choice(String name, E byDefault) {
        Class<E> type = byDefault.getDeclaringClass();
        return optionalText(name)
                .map(text -> Choices.find(type, text).orElseGet(() -> {
                    error(name, "is \"%s\"; write one of %s".formatted(text, Choices.names(type)));
                    return byDefault;
                }))
                .orElse(byDefault);
    }

    public JsonFields object(String name) {
        Optional<JsonNode> value = field(name);
        return value.isPresent()
                ? of(pathOf(name), value.get(), errors)
                : new JsonFields(pathOf(name), MissingNode.getInstance(), errors);
    }

    List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(of("%s[%d]".formatted(pathOf(name), objects.size()), element, errors));
        }
        return objects;
    }

    public List<String> texts(String name) {
        return texts(name, /* nullable= */ false);
    }

    /** As {@link #texts}; an element that is null is left out, as a field that is null is. */
    public List<String> textsThatAreThere(String name) {
        return texts(name, /* nullable= */ true);
    }

    private List<String> texts(String name, boolean nullable) {
        return new JsonTexts(name, this, nullable).of(array(name));
    }

    /** An object whose values are all text; those that are null are left out. */
    public Map<String, String> textsByName(String name) {
        Optional<JsonNode> value = field(name);
        if (value.isPresent() && !value.get().isObject()) {
            error(name, "is %s; write an object with texts".formatted(JsonKind.of(value.get())));
            return Map.of();
        }
        return value.map(new JsonTexts(name, this, /* nullable= */ true)::byName)
                .orElse(Map.of());
    }

    /** Lets fields be there that are not read. */
    void ignore(String... names) {
        known.addAll(List.of(names));
    }

    /** Notes the fields that nobody asked for. */
    public void end() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                error(name, "is not known; write one of " + String.join(", ", known));
            }
        });
    }

    public void error(String name, String message) {
        errors.add(new FieldError(pathOf(name), message));
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    private Iterable<JsonNode> array(String name) {
        Optional<JsonNode> value = field(name);
        if (value.isPresent() && !value.get().isArray()) {
            error(name, "is %s; write a list".formatted(JsonKind.of(value.get())));
            return List.of();
        }
        return value.<Iterable<JsonNode>>map(found -> found).orElse(List.of());
    }

    private Optional<JsonNode> field(String name) {
        known.add(name);
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** Where a field stands in the request. */
    public String pathOf(String name) {
        return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }
}

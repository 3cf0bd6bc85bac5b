package io.promptstream.languagemodel.training.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A recipe's YAML. A message about it names the field and says what to write. */
public final class RecipeReader {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private RecipeReader() {}

    /**
     * Reads a recipe.
     *
     * @throws IllegalArgumentException if it is wrong; the message names the file too
     */
    public static TrainingRecipe read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException("recipe " + file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException("recipe " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("recipe " + file + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #read}, from the content of the file. */
    public static TrainingRecipe parse(String yaml) {
        try {
            return YAML.readValue(yaml, TrainingRecipe.class);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(ownMessage(e), e);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(field(e) + line(e) + ": " + problem(e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no YAML: " + e.getOriginalMessage(), e);
        }
    }

    /** What the constructor of a record said. */
    private static String ownMessage(ValueInstantiationException e) {
        String message = e.getCause() == null ? null : e.getCause().getMessage();
        return message == null ? e.getOriginalMessage() : message;
    }

    /** As {@code labelled[0].phrases[2].weight}. */
    private static String field(JsonMappingException e) {
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return field.isEmpty() ? "the recipe" : field.toString();
    }

    private static String line(JsonMappingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : ", line " + location.getLineNr();
    }

    private static String problem(JsonMappingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "there is no such field; write one of " + known(unknown);
            case InvalidFormatException format ->
                "write " + kind(format.getTargetType()) + ", not '" + format.getValue() + "'";
            case MismatchedInputException mismatch -> "write " + kind(mismatch.getTargetType());
            default -> e.getOriginalMessage();
        };
    }

    private static String known(UnrecognizedPropertyException e) {
        return Objects.requireNonNullElse(e.getKnownPropertyIds(), List.of()).stream()
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type != null && type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return type != null && Collection.class.isAssignableFrom(type) ? "a list" : "fields with their values";
    }
}

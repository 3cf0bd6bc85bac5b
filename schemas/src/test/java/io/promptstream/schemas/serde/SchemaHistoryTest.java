package io.promptstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every event that was ever released lies in {@code src/main/schema-history/<topic>-value/v<n>.avsc}. A
 * schema may change only as long as it and all of them can read each other, and only together with a new version there.
 */
class SchemaHistoryTest {

    private static final Path HISTORY = Path.of("src/main/schema-history");
    private static final Path PROPOSED = Path.of("target/schema-history");

    /** Subject without prefix, and the event's schema of today. */
    record Subject(String name, Schema current) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Subject> subjects() {
        return new TopicCatalogue("", 1)
                .events().entrySet().stream()
                        .map(event ->
                                new Subject(Subjects.ofValues(event.getKey().name()), current(event)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everyVersionReadsEveryOther(Subject subject) throws IOException {
        assertThat(violations(subject.current(), history(subject.name()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void theNewestVersionIsTheSchemaOfToday(Subject subject) throws IOException {
        var history = history(subject.name());
        if (history.isEmpty()
                || !history.getLast().toString().equals(subject.current().toString())) {
            var next = Path.of(subject.name(), "v" + (history.size() + 1) + ".avsc");
            Files.createDirectories(PROPOSED.resolve(subject.name()));
            Files.writeString(PROPOSED.resolve(next), subject.current().toString(true) + "\n");
            fail(
                    "The schema of %1$s has changed. Where that is meant: mkdir -p schemas/%2$s && cp schemas/%3$s schemas/%2$s"
                            .formatted(subject.name(), HISTORY.resolve(subject.name()), PROPOSED.resolve(next)));
        }
    }

    @Test
    void noSubjectIsForgottenOrLeftOver() throws IOException {
        try (var folders = Files.list(HISTORY)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            subjects().map(Subject::name).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everyRecordAndFieldSaysWhatItIsAndEveryEnumHasADefault(Subject subject) {
        var missing = new ArrayList<String>();
        collectUndocumented(subject.current(), missing);
        assertThat(missing).isEmpty();
    }

    @Test
    void aChangeThatBreaksReadersOrWritersIsFound() {
        // Given
        var released = schema("""
                {"name": "kept", "type": "string"}, {"name": "optional", "type": "int", "default": 0}""");
        var addedWithDefault = schema("""
                {"name": "kept", "type": "string"}, {"name": "optional", "type": "int", "default": 0},
                {"name": "added", "type": ["null", "string"], "default": null}""");
        var optionalRemoved = schema("""
                {"name": "kept", "type": "string"}""");
        var addedWithoutDefault = schema("""
                {"name": "kept", "type": "string"}, {"name": "optional", "type": "int", "default": 0},
                {"name": "added", "type": "string"}""");
        var requiredRemoved = schema("""
                {"name": "optional", "type": "int", "default": 0}""");
        var widened = schema("""
                {"name": "kept", "type": "string"}, {"name": "optional", "type": "long", "default": 0}""");

        // When / Then
        assertThat(violations(addedWithDefault, List.of(released))).isEmpty();
        assertThat(violations(optionalRemoved, List.of(released))).isEmpty();
        assertThat(violations(addedWithoutDefault, List.of(released)))
                .singleElement()
                .asString()
                .contains("cannot read v1");
        assertThat(violations(requiredRemoved, List.of(released)))
                .singleElement()
                .asString()
                .contains("v1 cannot read");
        assertThat(violations(widened, List.of(released))).isNotEmpty();
    }

    @Test
    void everyVersionCountsNotOnlyTheNewest() {
        // Given
        var first = schema("""
                {"name": "a", "type": "string"}, {"name": "gone", "type": "int", "default": 0}""");
        var second = schema("""
                {"name": "a", "type": "string"}""");
        var backWithAnotherType = schema("""
                {"name": "a", "type": "string"}, {"name": "gone", "type": "string", "default": ""}""");

        // When / Then
        assertThat(violations(backWithAnotherType, List.of(second))).isEmpty();
        assertThat(violations(backWithAnotherType, List.of(first, second))).isNotEmpty();
    }

    /** What FULL_TRANSITIVE forbids between {@code current} and the versions, oldest first. */
    private static List<String> violations(Schema current, List<Schema> history) {
        var violations = new ArrayList<String>();
        for (int i = 0; i < history.size(); i++) {
            int version = i + 1;
            var released = history.get(i);
            unreadable(current, released)
                    .ifPresent(why -> violations.add("the schema of today cannot read v" + version + why));
            unreadable(released, current)
                    .ifPresent(why -> violations.add("v" + version + " cannot read the schema of today" + why));
        }
        return violations;
    }

    private static Optional<String> unreadable(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return result.getType() == SchemaCompatibilityType.COMPATIBLE
                ? Optional.empty()
                : Optional.of(": " + result.getResult().getIncompatibilities());
    }

    /** All versions, the oldest first. */
    static List<Schema> history(String subject) throws IOException {
        var versions = new ArrayList<Schema>();
        var file = HISTORY.resolve(subject).resolve("v1.avsc");
        for (int version = 2; Files.exists(file); version++) {
            versions.add(new Schema.Parser().parse(Files.readString(file)));
            file = HISTORY.resolve(subject).resolve("v" + version + ".avsc");
        }
        return versions;
    }

    private static Schema current(Map.Entry<?, ? extends Class<?>> event) {
        return JavaProperties.removed(SpecificData.getForClass(event.getValue()).getSchema(event.getValue()));
    }

    private static Schema schema(String fields) {
        return new Schema.Parser().parse("{\"type\": \"record\", \"name\": \"Sample\", \"fields\": [" + fields + "]}");
    }

    private static void collectUndocumented(Schema schema, List<String> missing) {
        switch (schema.getType()) {
            case RECORD -> {
                if (schema.getDoc() == null) {
                    missing.add(schema.getFullName());
                }
                for (var field : schema.getFields()) {
                    if (field.doc() == null || field.doc().isBlank()) {
                        missing.add(schema.getFullName() + "." + field.name());
                    }
                    collectUndocumented(field.schema(), missing);
                }
            }
            case ENUM -> {
                if (schema.getDoc() == null || schema.getEnumDefault() == null) {
                    missing.add(schema.getFullName());
                }
            }
            case UNION -> schema.getTypes().forEach(type -> collectUndocumented(type, missing));
            case ARRAY -> collectUndocumented(schema.getElementType(), missing);
            case MAP -> collectUndocumented(schema.getValueType(), missing);
            default -> {
                // Plain types say what they are by the field's doc.
            }
        }
    }
}

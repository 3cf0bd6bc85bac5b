package io.promptstream.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSchemaTest {
    private static final String TICKET = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
             "required": ["team", "urgent"], "additionalProperties": false,
             "properties": {"team": {"$ref": "#/$defs/team"}, "urgent": {"type": "boolean"}},
             "$defs": {"team": {"enum": ["billing", "\u652f\u63f4"]}}}""";

    @Test
    void allowsWhatItSays() {
        AnswerSchema schema = AnswerSchema.of(TICKET);

        assertThat(allows(schema, " {\"team\": \"billing\", \"urgent\": true}\n"))
                .isTrue();
        assertThat(allows(schema, "{\"urgent\": false, \"team\": \"\u652f\u63f4\"}"))
                .isTrue();
        assertThat(allows(schema, "{\"team\": \"billing\"}")).isFalse();
        assertThat(allows(schema, "{\"team\": \"billing\", \"urgent\": \"true\"}"))
                .isFalse();
        assertThat(allows(schema, "{\"team\": \"billing\", \"urgent\": true, \"x\": 1}"))
                .isFalse();
        assertThat(allows(schema, "[]")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{} {}", "{\"a\": 1, \"a\": 2}", "Sure! {}", "{'a': 1}", "NaN"})
    void takesOnlyTextThatIsJsonAsAWhole(String text) {
        assertThat(AnswerSchema.parsed(text)).isEmpty();
    }

    @Test
    void anAnswerNestedWithoutEndIsNone() {
        assertThat(AnswerSchema.parsed("[".repeat(1_000_000))).isEmpty();
        assertThat(AnswerSchema.parsed("[".repeat(101) + "]".repeat(101))).isEmpty();
        assertThat(AnswerSchema.parsed("[".repeat(99) + "]".repeat(99))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "{\"type\": \"objct\"}",
                "{\"required\": \"team\"}",
                "{\"pattern\": \"(\"}",
                "{\"pattern\": \"(a)\\\\1\"}",
                "{\"$ref\": \"#/$defs/none\"}",
                "{\"$ref\": \"#\"}",
                "{\"$ref\": \"http://127.0.0.1:9/schema\"}",
                "{\"properties\": {\"a\": {\"$ref\": \"file:///etc/passwd\"}}}",
                "{\"$ref\": \"classpath:draft/2020-12/schema\"}",
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
                "{\"$schema\": \"http://127.0.0.1:9/meta\"}"
            })
    void saysWhatIsNoSchema(String json) {
        assertThatThrownBy(() -> AnswerSchema.of(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void patternsOfASchemaTakeTimeInProportionToTheText() {
        AnswerSchema schema = AnswerSchema.of("{\"pattern\": \"^(a+)+$\"}");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(allows(schema, "\"" + "a".repeat(50_000) + "b\""))
                        .isFalse());
    }

    @Test
    void aSchemaThatNeverEndsForAnAnswerDoesNotAllowIt() {
        AnswerSchema schema = AnswerSchema.of(
                "{\"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}, \"$defs\": {\"a\": {\"$ref\": \"#/$defs/a\"}}}");

        assertThat(allows(schema, "{}")).isTrue();
        assertThat(allows(schema, "{\"a\": 1}")).isFalse();
    }

    private static boolean allows(AnswerSchema schema, String text) {
        return schema.allows(AnswerSchema.parsed(text).orElseThrow());
    }
}

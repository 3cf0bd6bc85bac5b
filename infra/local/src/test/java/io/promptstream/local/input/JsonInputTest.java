package io.promptstream.local.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs that are JSON. */
class JsonInputTest extends InputFixture {
    @Test
    void readsJsonLines() throws IOException {
        assertThat(lines("""
                        {"queryId":" q1 ","text":"a flight","context":["hello"],"attributes":{"channel":"web"},"reference":"travel"}
                        {"text":"a card","label":"banking"}
                        """))
                .containsExactly(
                        new InputLine.Good(1, "q1", "a flight", List.of("hello"), Map.of("channel", "web"), "travel"),
                        good(2, "a card", "banking"));
    }

    @ParameterizedTest
    @CsvSource({"input.json", "input.jsonl", "input"})
    void readsAnArrayOfObjectsOverSeveralLinesOrInOne(String name) throws IOException {
        assertThat(read(name, """
                        [
                          {
                            "text": "a flight",
                            "label": "travel"
                          },
                          {"text": 7}, {"label": "travel"}
                        ]
                        """))
                .containsExactly(
                        good(2, "a flight", "travel"),
                        good(6, "7", null),
                        new InputLine.Bad(6, "element 3: field 'text' is missing or empty: write the user's text"));
        assertThat(read(name, "[]")).isEmpty();
    }

    @Test
    void anArrayThatBreaksOffKeepsWhatStoodBefore() throws IOException {
        var lines = read("input.json", "[{\"text\": \"a card\"},\n{\"text\": \"a");
        assertThat(lines).first().isEqualTo(good(1, "a card", null));
        assertThat(reasons(lines)).singleElement().asString().startsWith("not JSON from here on");
        assertThat(reasons(read("input.json", "[{\"text\": \"a card\"}\n")))
                .singleElement()
                .asString()
                .contains("expected close marker for Array")
                .doesNotContain("Source");
    }

    @Test
    void whatIsNullOrBlankOrNotANumberIsNotThere() throws IOException {
        assertThat(lines("""
                        {"text":"a","label":null,"reference":" ","queryId":null,"context":null,"attributes":null}
                        {"text":"b","context":["x",null," "],"attributes":{"channel":"mail","campaign":null,"score":NaN}}
                        {"text":"c","label":"","campaign":null}
                        {"text":" d ","label":" banking\\u00a0"}
                        """))
                .containsExactly(
                        good(1, "a", null),
                        new InputLine.Good(2, null, "b", List.of("x"), Map.of("channel", "mail"), null),
                        good(3, "c", null),
                        good(4, "d", "banking"));
    }

    @Test
    void numbersAndTruthValuesBecomeText() throws IOException {
        var file = write("input.jsonl", """
                {"text":"a","label":1,"attributes":{"age":7,"share":0.10,"new":true},"queryId":12345678901234567890,"turn":2}
                """);
        assertThat(InputFile.open(file, new InputRules(List.of("0", "1"), true)).lines())
                .containsExactly(new InputLine.Good(
                        1,
                        "12345678901234567890",
                        "a",
                        List.of(),
                        Map.of("age", "7", "share", "0.10", "new", "true", "turn", "2"),
                        "1"));
    }

    @Test
    void aBadJsonLineNamesTheField() throws IOException {
        var lines = lines("""
                {"text":"fine"}
                {"text":["a"]}
                {"label":"banking"}
                {"text":"cut off
                {"text":"a","customer":{"name":"x"}}
                {"text":"a","context":[{"role":"user"}]}
                {"text":"a","attributes":{"tags":["x"]}}
                {"text":"a","attributes":["x"]}
                {"text":"a","label":"banking","reference":"travel"}
                {"text":"a","text":"b"}
                ["text"]
                null
                {"text":"a","channel":"x","attributes":{"channel":"y"}}
                {"text":"last"}
                """);
        assertThat(lines).hasSize(14);
        assertThat(reasons(lines))
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("'text'", "wrong type"),
                        reason -> assertThat(reason).contains("'text' is missing"),
                        reason -> assertThat(reason).contains("not a JSON object"),
                        reason -> assertThat(reason).contains("'customer' is an object"),
                        reason -> assertThat(reason).contains("'context[0]'", "an object"),
                        reason -> assertThat(reason).contains("'attributes.tags'", "an array"),
                        reason -> assertThat(reason).contains("'attributes' is an array"),
                        reason -> assertThat(reason).contains("'banking'", "'travel'", "differ"),
                        reason -> assertThat(reason).contains("not a JSON object", "text"),
                        reason -> assertThat(reason).contains("not a JSON object"),
                        reason -> assertThat(reason).contains("not a JSON object"),
                        reason -> assertThat(reason).contains("'channel' is given twice"));
    }

    @Test
    void anObjectOverSeveralLinesIsRefused() throws IOException {
        var file = write("input.json", "{\n  \"text\": \"a\"\n}\n");
        assertThatThrownBy(() -> InputFile.open(file, RULES)).hasMessageContaining("jq -c .");
    }
}

package io.promptstream.task.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTemplateTest {

    @Test
    void cutsBeforeThePromptAndGivesTheBlankToTheSuffix() {
        // When
        Rendering rendering = new PromptTemplate("Text: {input}\n{prompt}:").render("book a table", List.of(), "Topic");

        // Then
        assertThat(rendering).isEqualTo(new Rendering("Text: book a table", "\nTopic:"));
    }

    @Test
    void sharesNothingWhereThePromptComesFirst() {
        // When
        Rendering rendering = new PromptTemplate("{prompt}: {input} =").render("two", List.of(), "Count");

        // Then
        assertThat(rendering).isEqualTo(new Rendering("", "Count: two ="));
    }

    @Test
    void putsEarlierTurnsOnLinesBeforeTheInput() {
        // When
        Rendering rendering = new PromptTemplate("{input} {prompt}").render("yes", List.of("hello", "again?"), "so");

        // Then
        assertThat(rendering).isEqualTo(new Rendering("hello\nagain?\nyes", " so"));
    }

    @Test
    void leavesBracesInInputAndPromptAlone() {
        // When
        Rendering rendering = new PromptTemplate("{input} {prompt}").render("a {prompt}", List.of(), "b {input}");

        // Then
        assertThat(rendering.text()).isEqualTo("a {prompt} b {input}");
    }

    @Test
    void anEmptyPromptLeavesTheInputAlone() {
        // When
        Rendering rendering = new PromptTemplate("{input} {prompt}").render("a", List.of(), "");

        // Then
        assertThat(rendering.text()).isEqualTo("a");
    }

    @Test
    void refusesNothingToRead() {
        assertThatThrownBy(() -> new PromptTemplate("{input} {prompt}").render(" ", List.of(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{input}", "{prompt}", "{input} {input} {prompt}", "{input} {prompt} {prompt}", ""})
    void wantsEachMarkOnce(String template) {
        assertThatThrownBy(() -> new PromptTemplate(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exactly once");
    }
}

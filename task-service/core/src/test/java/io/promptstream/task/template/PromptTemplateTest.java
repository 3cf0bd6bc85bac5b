package io.promptstream.task.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
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
        assertThat(rendering.prefix()).isEqualTo("Text: book a table");
        assertThat(rendering.suffix()).isEqualTo("\nTopic:");
    }

    @Test
    void sharesNothingWhereThePromptComesFirst() {
        // When
        Rendering rendering = new PromptTemplate("{prompt}: {input} =").render("two", List.of(), "Count");

        // Then
        assertThat(rendering.prefix()).isEqualTo("");
        assertThat(rendering.suffix()).isEqualTo("Count: two =");
    }

    @Test
    void putsEarlierTurnsOnLinesBeforeTheInput() {
        // When
        Rendering rendering = new PromptTemplate("{input} {prompt}").render("yes", List.of("hello", "again?"), "so");

        // Then
        assertThat(rendering.prefix()).isEqualTo("hello\nagain?\nyes");
        assertThat(rendering.suffix()).isEqualTo(" so");
    }

    @Test
    void leavesBracesInInputAndPromptAlone() {
        // When
        Rendering rendering = new PromptTemplate("{input} {prompt}").render("a {prompt}", List.of(), "b {input}");

        // Then
        assertThat(rendering.text()).isEqualTo("a {prompt} b {input}");
    }

    @Test
    void saysWhatTheTemplateWrote() {
        // When
        Rendering inputFirst = render("<a>{input}<b> {prompt}<c>");
        Rendering promptFirst = render("<a>{prompt}<b>{input}<c>");
        Rendering plain = render("{input} {prompt}");

        // Then
        assertThat(written(inputFirst.prefixPart())).containsExactly("<a>", "<b>");
        assertThat(written(inputFirst.suffixPart())).containsExactly(" ", "<c>");
        assertThat(written(promptFirst.prefixPart())).isEmpty();
        assertThat(written(promptFirst.suffixPart())).containsExactly("<a>", "<b>", "<c>");
        assertThat(written(plain.prefixPart())).isEmpty();
        assertThat(written(plain.suffixPart())).containsExactly(" ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<a>{input}<b> {prompt}<c>", "<a> {prompt}<b>{input}<c>", "{input} {prompt}", "{prompt} {input}"
            })
    void leavesThePlaceOfThePromptFree(String template) {
        // When
        Surroundings around = new PromptTemplate(template).around("I <x>", List.of("<y>"));

        // Then
        Rendering rendering = render(template);
        String separator = new PromptTemplate(template).separator();
        assertThat(around.before().text() + separator + "P <z>"
                        + around.behind().text())
                .isEqualTo(rendering.text());
        List<String> written = new ArrayList<>(written(around.before()));
        written.addAll(written(around.behind()));
        assertThat(written).allMatch(part -> part.equals(" ") || part.matches("<[abc]>"));
        assertThat(String.join("", written))
                .doesNotContain("x", "y")
                .hasSize(template.length() - 15 - separator.length());
    }

    private static Rendering render(String template) {
        return new PromptTemplate(template).render("I <x>", List.of("<y>"), "P <z>");
    }

    private static List<String> written(Rendering.Part part) {
        return part.template().stream()
                .map(range -> part.text().substring(range.from(), range.to()))
                .toList();
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

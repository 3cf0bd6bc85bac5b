package io.promptstream.local.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the columns of a table are known by their names. */
class InputColumnsTest extends InputFixture {
    @ParameterizedTest
    @ValueSource(strings = {"Label", "label ", " LABEL", "l_abel", "\uFEFFReference", "\"label\""})
    void caseBlanksAndPunctuationOfANameMakeNoDifference(String name) throws IOException {
        assertThat(lines("text\t" + name + "\tquery_id\na card\tbanking\tq\n"))
                .containsExactly(new InputLine.Good(2, "q", "a card", List.of(), Map.of(), "banking"));
        assertThat(lines("{\"Text\":\"a card\",\"" + name.replace("\"", "") + "\":\"banking\",\"Query ID\":\"q\"}"))
                .containsExactly(new InputLine.Good(1, "q", "a card", List.of(), Map.of(), "banking"));
    }

    @ParameterizedTest
    @CsvSource({
        "labels, label",
        "lable, label",
        "labl, label",
        "label1, label",
        "true_label, label",
        "refrence, reference",
        "referance, reference",
        "references, reference",
        "queryIds, queryId",
        "quryid, queryId",
        "contxt, context",
        "atribute, attributes",
    })
    void aNameThatIsNearlyOneOfOursIsRefusedWithTheLikelyOne(String name, String likely) throws IOException {
        var table = write("input.tsv", "text\t" + name + "\na card\tbanking\n");
        assertThatThrownBy(() -> InputFile.open(table, RULES))
                .hasMessageContaining("input.tsv, line 1: the column '" + name + "' is probably '" + likely + "'");
        assertThat(reasons(lines("{\"text\":\"a card\",\"" + name + "\":\"banking\"}")))
                .singleElement()
                .asString()
                .contains("field '" + name + "' is probably '" + likely + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channel",
                "test",
                "next",
                "content",
                "contact",
                "preference",
                "table",
                "level",
                "query",
                "id",
                "source",
                "tent_size",
                "title"
            })
    void ordinaryNamesAreAttributes(String name) throws IOException {
        assertThat(lines("text\t" + name + "\na card\tx\n"))
                .containsExactly(new InputLine.Good(2, null, "a card", List.of(), Map.of(name, "x"), null));
        assertThat(lines("{\"text\":\"a card\",\"" + name + "\":\"x\"}"))
                .containsExactly(new InputLine.Good(1, null, "a card", List.of(), Map.of(name, "x"), null));
    }

    @Test
    void besideTheRealOneANameMayBeNear() throws IOException {
        assertThat(lines("text\tlabel\tlabels\tquerytext\na card\tbanking\tx\ty\n"))
                .containsExactly(new InputLine.Good(
                        2, null, "a card", List.of(), Map.of("labels", "x", "querytext", "y"), "banking"));
    }

    @ParameterizedTest
    @CsvSource({"querytext", "sentence", "Texts", "user_text", "prompt"})
    void aHeaderWithoutTextIsRefusedWithTheLikelyColumn(String name) throws IOException {
        var file = write("input.tsv", "label\t" + name + "\nbanking\ta card\n");
        assertThatThrownBy(() -> InputFile.open(file, RULES))
                .hasMessageContaining("if '" + name + "' is the text, rename it to 'text'");
    }

    @ParameterizedTest
    @CsvSource({
        "'text,label,Label', 'both ''label'' and ''Label'''",
        "'text,label,reference', 'both ''label'' and ''reference'''",
        "'text,text', 'the column ''text'' twice'",
        "'text,source,source', 'the column ''source'' twice'",
    })
    void columnsOfTheSameMeaningAreRefused(String header, String message) throws IOException {
        var file = write("input.csv", header + "\na,b,c\n");
        assertThatThrownBy(() -> InputFile.open(file, RULES)).hasMessageContaining(message);
    }

    @Test
    void theTextMayStandInAColumnOfAnotherName() throws IOException {
        var rules = new InputRules(List.of("banking", "travel"), true, "sentence");
        var good = new InputLine.Good(2, null, "a card", List.of(), Map.of("text", "x"), "banking");

        assertThat(InputFile.open(write("input.tsv", "Sentence\ttext\tlabel\na card\tx\tbanking\n"), rules)
                        .lines())
                .containsExactly(good);
        assertThat(InputFile.open(
                                write(
                                        "input.jsonl",
                                        "\n{\"sentence\":\"a card\",\"text\":\"x\",\"label\":\"banking\"}"),
                                rules)
                        .lines())
                .containsExactly(good);
        var usual = write("usual.tsv", "text\tlabel\na card\tbanking\n");
        assertThatThrownBy(() -> InputFile.open(usual, rules))
                .hasMessageContaining("has no column 'sentence', only 'text', 'label'");
    }

    @Test
    void aFileWithoutHeaderIsToldFromOneWithAnother() throws IOException {
        var none = write("input.tsv", "my card is lost\tbanking\na flight\ttravel\n");
        assertThatThrownBy(() -> InputFile.open(none, RULES)).hasMessageContaining("it looks like a query");
        var other = write("other.tsv", "utt\tclass\n");
        assertThatThrownBy(() -> InputFile.open(other, RULES))
                .hasMessageContaining("line 1")
                .hasMessageContaining("'utt', 'class'")
                .hasMessageContaining("'text'");
        var missing = folder.resolve("none.tsv");
        assertThatThrownBy(() -> InputFile.open(missing, RULES)).hasMessageContaining("none.tsv");
        assertThatThrownBy(() -> InputFile.open(folder, RULES)).hasMessageContaining("is a folder");
        var empty = write("empty.tsv", "\uFEFF\n \n");
        assertThatThrownBy(() -> InputFile.open(empty, RULES)).hasMessageContaining("is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ttext\tlabel\n0\ta card\tbanking\n", "Unnamed: 0\ttext\tlabel\n0\ta card\tbanking\n"})
    void theIndexOfADataFrameIsLeftOutAndNamed(String text) throws IOException {
        var file = InputFile.open(write("input.tsv", text), RULES);
        assertThat(file.lines()).containsExactly(good(2, "a card", "banking"));
        assertThat(file.notes()).containsExactly("column 1 has no name and is ignored (the index of a data frame?)");
    }
}

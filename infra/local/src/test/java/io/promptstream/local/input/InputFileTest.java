package io.promptstream.local.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {

    private static final InputRules RULES = new InputRules(List.of("banking", "travel"), true);

    @TempDir
    Path folder;

    @Test
    void readsTabSeparatedLinesWithFurtherColumnsAsAttributes() throws IOException {
        assertThat(lines("text\tlabel\tchannel\nmy card is lost\tbanking\tphone\n\na flight to rome\t\t\n"))
                .containsExactly(
                        new InputLine.Good(
                                2, null, "my card is lost", List.of(), Map.of("channel", "phone"), "banking"),
                        good(4, "a flight to rome", null));
    }

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
        assertThat(file.notes()).containsExactly("column 1 has no name and is left out (the index of a data frame?)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text\tlabel\t\na card\tbanking\t\n", "text\tlabel\na card\tbanking\t\t\n",
                "text\tlabel\t\na card\tbanking\n", "text\tlabel\n\t\na card\tbanking\n \n",
            })
    void emptyCellsAtTheEndAreIgnored(String text) throws IOException {
        var file = InputFile.open(write("input.tsv", text), RULES);
        assertThat(file.lines()).hasSize(1).first().extracting("reference").isEqualTo("banking");
        assertThat(file.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "input.csv, ','",
        "input.tsv, '\t'",
        "input, '\t'",
        "input.txt, '\t'",
        "input.csv, ;",
        "input.tsv, ','",
        "input.csv, '\t'",
        "input, ','",
    })
    void theSeparatorIsFoundAndNamedWhereTheFilesNamePromisesAnother(String name, String separator) throws IOException {
        var file = InputFile.open(write(name, "text|label|channel\n\"a|b\"|banking|\n".replace("|", separator)), RULES);
        assertThat(file.lines()).containsExactly(good(2, "a" + separator + "b", "banking"));
        boolean promised = separator.equals(name.endsWith(".csv") ? "," : "\t");
        assertThat(file.notes()).hasSize(promised ? 0 : 1);
        assertThat(file.notes()).allMatch(note -> note.startsWith("the cells are separated by "));
    }

    @Test
    void quotedCellsHoldLineEndsSeparatorsAndQuotes() throws IOException {
        assertThat(read(
                        "input.csv",
                        "text,label\r\n\"my card, the \"\"red\"\" one,\r\n\r\nis lost\",banking\r\nlast,travel"))
                .containsExactly(good(2, "my card, the \"red\" one,\n\nis lost", "banking"), good(5, "last", "travel"));
        assertThat(lines("label\ttext\nbanking\t\"my\tcard\nis lost\"\ntravel\t \"a\" \n"))
                .containsExactly(good(2, "my\tcard\nis lost", "banking"), good(4, "a", "travel"));
    }

    @Test
    void aQuoteThatIsOnlyACharacterSpoilsNothing() throws IOException {
        assertThat(lines("""
                        text\tlabel
                        "Nice" he said\tbanking
                        a 5" screen\ttravel
                        "never closed\tbanking
                        fine\ttravel
                        the "last\" one\tbanking
                        """))
                .containsExactly(
                        good(2, "\"Nice\" he said", "banking"),
                        good(3, "a 5\" screen", "travel"),
                        good(4, "\"never closed", "banking"),
                        good(5, "fine", "travel"),
                        good(6, "the \"last\" one", "banking"));
        var lines = read("input.csv", "text,label\n\"never closed,banking\nfine,travel\n\"good\",banking\n");
        assertThat(lines.get(0))
                .isEqualTo(
                        new InputLine.Bad(2, "a double quote is opened and not closed: close it, or write it twice"));
        assertThat(lines).containsSequence(good(3, "fine", "travel"), good(4, "good", "banking"));
    }

    @Test
    void aBadLineNamesItsNumberAndSpoilsOnlyItself() throws IOException {
        var lines =
                lines("text\tlabel\nonly one cell\na\tb\tc\n\tbanking\nfine\tbanking\nfine\tcooking\nfine\tBanking\n");
        assertThat(lines).extracting(InputLine::number).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(reasons(lines))
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("has 1 cell: write 2", "text, label"),
                        reason -> assertThat(reason).contains("has 3 cells"),
                        reason -> assertThat(reason).contains("'text' is missing or empty"),
                        reason -> assertThat(reason).contains("'cooking'", "banking, travel"),
                        reason -> assertThat(reason).contains("'Banking'", "perhaps 'banking'"));
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
    void contextAndAttributesMayStandInCells() throws IOException {
        assertThat(lines("""
                        text\tcontext\tattributes
                        a\t["x", null, "y"]\t{"channel": "mail"}
                        b\tit does not start\t
                        c\t[sic] it hums\tmail
                        """))
                .containsExactly(
                        new InputLine.Good(2, null, "a", List.of("x", "y"), Map.of("channel", "mail"), null),
                        new InputLine.Good(3, null, "b", List.of("it does not start"), Map.of(), null),
                        new InputLine.Bad(
                                4,
                                "column 'attributes' is no JSON object: write one, such as"
                                        + " {\"channel\": \"mail\"}, or give each attribute a column of its own"));
    }

    @Test
    void bytesThatAreNoTextSpoilOnlyTheirLine() throws IOException {
        var file = folder.resolve("input.tsv");
        Files.write(file, "text\nfirst\n\u00ff\nlast\n".getBytes(StandardCharsets.ISO_8859_1));
        var lines = InputFile.open(file, RULES).lines();
        assertThat(lines).hasSize(3);
        assertThat(reasons(lines)).singleElement().asString().contains("UTF-8", "iconv");
        Files.write(file, "t\u00ffxt\nfirst\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> InputFile.open(file, RULES)).hasMessageContaining("line 1: the header is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b0800, gzip",
        "504b0304, Excel",
        "28b52ffd, zstd",
        "fffe7400, UTF-16",
        "feff0074, UTF-16",
        "740065007800, UTF-16",
        "50415231, Parquet",
    })
    void filesOfOtherKindsAreRefusedWithWhatToDo(String hex, String word) throws IOException {
        var file = folder.resolve("input.tsv");
        Files.write(file, java.util.HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> InputFile.open(file, RULES))
                .hasMessageContaining("input.tsv")
                .hasMessageContaining(word);
    }

    @Test
    void anObjectOverSeveralLinesIsRefused() throws IOException {
        var file = write("input.json", "{\n  \"text\": \"a\"\n}\n");
        assertThatThrownBy(() -> InputFile.open(file, RULES)).hasMessageContaining("jq -c .");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void acceptsEveryLineEndAndAByteOrderMark(String end) throws IOException {
        assertThat(lines("\uFEFFtext\tlabel" + end + "my card\tbanking" + end + "a flight\ttravel"))
                .containsExactly(good(2, "my card", "banking"), good(3, "a flight", "travel"));
        assertThat(lines("\uFEFF{\"text\":\"my card\"}" + end + "{\"text\":\"a flight\"}"))
                .containsExactly(good(1, "my card", null), good(2, "a flight", null));
        assertThat(read("input.json", "\uFEFF[" + end + "{\"text\":\"my card\"}]"))
                .containsExactly(good(2, "my card", null));
    }

    @Test
    void aLabelIsTheSameComposedAndDecomposed() throws IOException {
        var file = write("input.tsv", "text\tlabel\na\tcafe\u0301\n");
        assertThat(InputFile.open(file, new InputRules(List.of("caf\u00e9"), true))
                        .lines())
                .containsExactly(good(2, "a", "caf\u00e9"));
    }

    @Test
    void aLineThatNoMemoryWouldHoldIsCountedAndLeftOut() throws IOException {
        var file = write("input.tsv", "text\n" + "x".repeat(PhysicalLine.LONGEST + 1) + "\r\nlast\n");
        assertThat(InputFile.open(file, RULES).lines())
                .containsExactly(
                        new InputLine.Bad(
                                2,
                                "too long: " + (PhysicalLine.LONGEST + 1) + " bytes, at most " + PhysicalLine.LONGEST),
                        good(3, "last", null));
    }

    private static InputLine.Good good(long number, String text, @Nullable String reference) {
        return new InputLine.Good(number, null, text, List.of(), Map.of(), reference);
    }

    private static List<String> reasons(List<InputLine> lines) {
        return lines.stream()
                .filter(InputLine.Bad.class::isInstance)
                .map(line -> ((InputLine.Bad) line).reason())
                .toList();
    }

    private List<InputLine> lines(String content) throws IOException {
        return read("input", content);
    }

    private List<InputLine> read(String name, String content) throws IOException {
        return InputFile.open(write(name, content), RULES).lines();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}

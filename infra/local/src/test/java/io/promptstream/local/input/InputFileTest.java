package io.promptstream.local.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest extends InputFixture {
    @Test
    void readsTabSeparatedLinesWithFurtherColumnsAsAttributes() throws IOException {
        assertThat(lines("text\tlabel\tchannel\nmy card is lost\tbanking\tphone\n\na flight to rome\t\t\n"))
                .containsExactly(
                        new InputLine.Good(
                                2, null, "my card is lost", List.of(), Map.of("channel", "phone"), "banking"),
                        good(4, "a flight to rome", null));
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
}

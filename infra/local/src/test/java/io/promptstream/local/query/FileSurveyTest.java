package io.promptstream.local.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.local.input.InputFile;
import io.promptstream.local.input.InputRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSurveyTest {

    private static final InputRules SCORED = new InputRules(List.of("good", "bad"), true);

    @TempDir
    Path folder;

    @Test
    void namesAttributesColumnsLeftOutAndIdsMadeUp() throws IOException {
        assertThat(survey(
                                "\ttext\tlabel\tqueryId\tshop\tid\n0\ta\tgood\tx\tnorth\t7\n1\tb\tbad\t\t\t8\n2\tc\t\t\t\t\n",
                                SCORED)
                        .remarks("run-"))
                .containsExactly(
                        "column 1 has no name and is ignored (the index of a data frame?)",
                        "sent as attributes: id, shop",
                        "'id' is an attribute; write 'queryId' if it tells the queries apart",
                        "1 of 3 queries bring no label or reference, which the task scores answers against: without"
                                + " feedback that brings one they are not rewarded",
                        "2 of 3 queries bring no queryId; ids made up: run-2 to run-3, numbered in the order of the file");
    }

    @Test
    void saysThatNothingWillBeRewarded() throws IOException {
        assertThat(survey("text\nfine\n", SCORED).remarks("run-"))
                .anySatisfy(remark -> assertThat(remark).startsWith("no query brings a label or reference"));
        assertThat(survey("text\tqueryId\nfine\tx\n", new InputRules(List.of("good", "bad"), false))
                        .remarks("run-"))
                .isEmpty();
    }

    @Test
    void refusesAFileWhoseLabelsStandInAColumnOfAnotherName() throws IOException {
        var survey = survey("text\tsentiment\nfine\tgood\nawful\tbad\n", SCORED);
        assertThatThrownBy(() -> survey.requireUse("input.tsv"))
                .hasMessageContaining("the column 'sentiment' holds labels of the task")
                .hasMessageContaining("'label'");
        survey("text\tsentiment\tlabel\nfine\tgood\t\n", SCORED).requireUse("input.tsv");
        survey("text\tsentiment\nfine\tgood\nawful\tugly\n", SCORED).requireUse("input.tsv");
    }

    @Test
    void refusesAFileWithoutQueries() throws IOException {
        var survey = survey("text\tlabel\n", SCORED);
        assertThatThrownBy(() -> survey.requireUse("input.tsv")).hasMessageContaining("holds no query");
    }

    @Test
    void anIdThatIsGivenTwiceIsNoQuery() throws IOException {
        var survey = survey("text\tqueryId\na\tx\nb\tx\n", new InputRules(List.of(), false));
        assertThat(survey.lines()).isEqualTo(2);
        assertThat(survey.idsMadeUp()).isZero();
    }

    private FileSurvey survey(String text, InputRules rules) throws IOException {
        return FileSurvey.of(InputFile.open(Files.writeString(folder.resolve("input.tsv"), text), rules), rules);
    }
}

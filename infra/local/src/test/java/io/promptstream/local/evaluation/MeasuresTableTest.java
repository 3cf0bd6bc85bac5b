package io.promptstream.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuresTableTest {
    private final MeasuresTable table = new MeasuresTable();

    @Test
    void hasARowForEachPromptAndLeavesOutWhatNoneHas() {
        // Given three labels, so no AUC
        var labels = List.of("a", "b", "c");
        table.add("learned", "tell me", Measures.of(List.of(answer(0, 0, 3), answer(1, 0, 3)), labels));
        table.add("initial", "", Measures.of(List.of(answer(0, 1, 3), answer(1, 0, 3)), labels));

        // When
        var lines = table.lines();

        // Then
        assertThat(lines)
                .hasSize(3)
                .first()
                .asString()
                .contains("accuracy", "95 %", "macro", "confidence", "ECE")
                .doesNotContain("AUC");
        assertThat(lines.get(1))
                .startsWith("learned      50.0  9.5–90.5   50.0")
                .endsWith("\"tell me\"");
        assertThat(table.classLines())
                .containsExactly(
                        "accuracy by class  inputs  learned  initial",
                        "a                       1    100.0      0.0",
                        "b                       1      0.0      0.0");
    }

    @Test
    void listsOfManyClassesTheWorst() {
        // Given 150 classes of which those from the 145th on are never answered
        var labels = IntStream.range(0, 150).mapToObj(label -> "class " + label).toList();
        var trials = new ArrayList<Trial>();
        IntStream.range(0, 150).forEach(label -> trials.add(answer(label, label < 145 ? label : 0, labels.size())));
        table.add("learned", "tell me", Measures.of(trials, labels));

        // When
        var lines = table.classLines();

        // Then
        assertThat(lines).hasSize(1 + 12 + 1);
        assertThat(lines.subList(1, 6)).allSatisfy(line -> assertThat(line).matches("class 14[5-9] +1 +0[.]0"));
        assertThat(lines.getLast()).startsWith("and 138 more");
        assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(110));
    }

    @Test
    void textHasNoClasses() {
        table.add(
                "given",
                "tell me",
                Measures.of(List.of(new Trial(-1, List.of(), 0.5, null, Map.of(), null)), List.of()));

        assertThat(table.classLines()).isEmpty();
        assertThat(table.lines().getFirst()).contains("reward").doesNotContain("accuracy", "confidence");
    }

    private static Trial answer(int label, int answered, int labels) {
        var logits = IntStream.range(0, labels)
                .mapToObj(at -> at == answered ? 2.0 : 0.0)
                .toList();
        return new Trial(label, logits, 1.0, label == answered, Map.of(), null);
    }
}

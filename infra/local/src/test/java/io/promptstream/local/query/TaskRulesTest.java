package io.promptstream.local.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskRulesTest {
    private static final JsonNode MARGIN = task("margin", "good", "label-margin");
    private static final JsonNode RATED = task("rated", "good", "rating");

    @Test
    void aFileForSeveralTasksIsReadAsTheStrictestWantsIt() {
        assertThat(TaskRules.of(List.of(RATED)).scoredByReference()).isFalse();
        assertThat(TaskRules.of(List.of(RATED, MARGIN)).scoredByReference()).isTrue();
        assertThat(TaskRules.of(List.of(RATED, MARGIN)).labels()).containsExactly("good", "bad");
    }

    @Test
    void tasksOfDifferentLabelsShareNoFile() {
        assertThatThrownBy(() -> TaskRules.of(List.of(MARGIN, task("other", "fine", "label-margin"))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Tasks margin and other have different labels");
    }

    private static JsonNode task(String id, String label, String reward) {
        return Json.read("""
                {"id": "%s", "labels": [{"name": "%s"}, {"name": "bad"}], "reward": {"kind": "%s"}}""".formatted(id, label, reward), "a task");
    }
}

package io.promptstream.policy.app.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.event.OutputKind;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
    private final Task task = TaskSamples.task("opinions");
    private final List<FieldError> errors = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"yes", " yes ", "yes\u00a0", "\ufeffyes", "ｙｅｓ"})
    void writesALabelAsItsTaskDoes(String given) {
        assertThat(read(task, given)).contains("yes");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Yes", "maybe", "", " "})
    void namesTheLabelsThereAre(String given) {
        assertThat(read(task, given)).isEmpty();
        assertThat(errors)
                .containsExactly(new FieldError(
                        "reference",
                        "is \"%s\", which is no label of task opinions; write one of yes, no".formatted(given)));
    }

    @Test
    void anyTextMayBeTheReferenceOfAGeneration() {
        Task generation = Task.newBuilder(task).setKind(OutputKind.GENERATION).build();
        assertThat(read(generation, " any text ")).contains(" any text ");
        assertThat(errors).isEmpty();
    }

    private Optional<String> read(Task of, String given) {
        return References.read(
                JsonFields.of("", JsonNodeFactory.instance.objectNode().put("reference", given), errors), of);
    }
}

package io.promptstream.policy.task;

import static io.promptstream.policy.task.ParsedTasks.invalid;
import static io.promptstream.policy.task.ParsedTasks.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskModelParserTest {
    @ParameterizedTest
    @CsvSource({
        "https://host/v1, OPENAI_API_KEY, ''",
        "http://127.0.0.1:8000, _API_KEY, ''",
        "https://user:secret@host/v1, OPENAI_API_KEY, taskModel.url",
        "https://host/v1?key=secret, OPENAI_API_KEY, taskModel.url",
        "https://host/v1#secret, OPENAI_API_KEY, taskModel.url",
        "file:///etc/passwd, OPENAI_API_KEY, taskModel.url",
        "https://host/v1, AWS_SECRET_ACCESS_KEY, taskModel.apiKeyVariable",
        "https://host/v1, PROMPTSTREAM_API_KEY, taskModel.apiKeyVariable",
        "https://host/v1, openai_API_KEY, taskModel.apiKeyVariable"
    })
    void aTaskSendsNoSecretButAKeyForItsModel(String url, String variable, String wrongField) throws Exception {
        // Given
        String json = """
                {"labels": [{"name": "yes"}, {"name": "no"}],
                 "taskModel": {"kind": "openai-compatible", "name": "m", "url": "%s", "apiKeyVariable": "%s"}}""".formatted(url, variable);

        // Then
        if (wrongField.isEmpty()) {
            valid("a", json);
        } else {
            List<FieldError> errors = invalid("a", json);
            assertThat(errors).extracting(FieldError::field).containsExactly(wrongField);
            assertThat(errors.toString()).doesNotContain("secret");
        }
    }
}

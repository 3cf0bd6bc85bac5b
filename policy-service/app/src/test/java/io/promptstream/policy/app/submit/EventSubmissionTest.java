package io.promptstream.policy.app.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSubmissionTest {
    @Test
    void takesOneOrMany() {
        assertThat(read("{\"text\": \"a\"}")).containsExactly("a");
        assertThat(read("[{\"text\": \"a\"}, {\"text\": \"b\"}]")).containsExactly("a", "b");
        assertThat(read("[]")).isEmpty();
    }

    @Test
    void refusesAllAndNamesTheErrorsOfEach() {
        assertThatThrownBy(() -> read("[{\"text\": \"a\"}, {\"txt\": \"b\"}, {}]"))
                .asInstanceOf(type(RequestException.class))
                .extracting(refused -> refused.answer().errors().stream()
                        .map(FieldError::field)
                        .distinct()
                        .toList())
                .isEqualTo(List.of("[1].text", "[1].txt", "[2].text"));
    }

    @Test
    void refusesARequestWithoutBody() {
        assertThatThrownBy(() -> EventSubmission.read(null, EventSubmissionTest::text))
                .isInstanceOf(RequestException.class);
    }

    private static List<String> read(String body) {
        return EventSubmission.read(body, EventSubmissionTest::text).events();
    }

    private static String text(JsonFields fields) {
        String text = fields.text("text");
        fields.end();
        return text;
    }
}

package io.promptstream.policy.app.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\t", "\u200b", "\ufeff \u00a0", "a\u0000", "a\nb", "\u2028a", "\ud800", "a\udc00"})
    void refusesWhatCannotBeSeenOrWritten(String id) {
        assertThat(errors(id)).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("[3].queryId");
            assertThat(error.message()).contains("write an identifier");
        });
    }

    @Test
    void refusesWhatIsTooLongAndSaysHowLong() {
        assertThat(errors("é".repeat(257)))
                .singleElement()
                .extracting(FieldError::message)
                .isEqualTo("has 257 characters (514 bytes); write an identifier of at most 256 characters");
    }

    @Test
    void takesEveryOtherAsItIs() {
        assertThat(errors("é".repeat(256))).isEmpty();
        assertThat(errors("order 66/ü 中文 👩‍👩‍👧")).isEmpty();
    }

    private static List<FieldError> errors(String id) {
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields =
                JsonFields.of("[3]", JsonNodeFactory.instance.objectNode().put("queryId", id), errors);
        EventIds.required(fields, "queryId");
        return errors;
    }
}

package io.promptstream.policy.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {
    private final List<FieldError> errors = new ArrayList<>();

    @Test
    void nullIsNotThereInListsAndObjectsEither() throws Exception {
        // Given
        JsonFields fields = read("{\"context\": [\"a\", null, \"b\"], \"attributes\": {\"x\": null, \"y\": \"1\"}}");

        // Then
        assertThat(fields.textsThatAreThere("context")).containsExactly("a", "b");
        assertThat(fields.textsByName("attributes")).isEqualTo(Map.of("y", "1"));
        assertThat(errors).isEmpty();
    }

    @Test
    void whatIsNoTextIsNamedByItsPlace() throws Exception {
        // Given
        JsonFields fields = read("{\"context\": [null, [null]], \"attributes\": {\"x\": {\"y\": null}}}");

        // When
        fields.textsThatAreThere("context");
        fields.textsByName("attributes");

        // Then
        assertThat(errors)
                .containsExactly(
                        new FieldError("context[1]", "is a list; write a text"),
                        new FieldError("attributes.x", "is an object; write a text"));
    }

    private JsonFields read(String json) throws Exception {
        return JsonFields.of("", new ObjectMapper().readTree(json), errors);
    }
}

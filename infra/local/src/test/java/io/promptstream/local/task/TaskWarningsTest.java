package io.promptstream.local.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.display.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskWarningsTest {

    @Test
    void passesOnWhatThePolicyServiceWarnsOf() {
        assertThat(of("{\"warnings\": [\"taskModel: was not checked\", \"b\"], \"reward\": {\"kind\": \"rating\"}}"))
                .containsExactly("Warning: taskModel: was not checked", "Warning: b");
        assertThat(of("{\"reward\": {\"kind\": \"label-margin\"}}")).isEmpty();
    }

    @Test
    void saysThatRatingsOfPeopleTeachNothing() {
        assertThat(of("{\"reward\": {\"kind\": \"rating\", \"ratedBy\": \"people\"}}"))
                .singleElement()
                .asString()
                .contains("cannot learn this way", "ratedBy: judge");
        assertThat(of("{\"reward\": {\"kind\": \"rating\", \"ratedBy\": \"judge\"}}"))
                .isEmpty();
    }

    private static List<String> of(String json) {
        return TaskWarnings.of(Json.read(json, "the task"));
    }
}

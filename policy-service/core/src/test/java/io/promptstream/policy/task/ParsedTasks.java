package io.promptstream.policy.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.Task;
import java.util.List;

/** Tasks as they are read from JSON, and what is wrong with them. */
final class ParsedTasks {
    static final String SMALLEST = """
            {"labels": [{"name": "yes", "verbalizer": "great"}, {"name": "no"}]}""";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TaskParser PARSER = new TaskParser(4096);

    private ParsedTasks() {}

    static ParsedTask parse(String id, JsonNode json) {
        return PARSER.parse(id, json);
    }

    static Task valid(String id, String json) throws Exception {
        ParsedTask parsed = parse(id, JSON.readTree(json));
        assertThat(parsed).isInstanceOf(ParsedTask.Valid.class);
        return ((ParsedTask.Valid) parsed).task();
    }

    static List<FieldError> invalid(String id, String json) throws Exception {
        ParsedTask parsed = parse(id, JSON.readTree(json));
        assertThat(parsed).isInstanceOf(ParsedTask.Invalid.class);
        return ((ParsedTask.Invalid) parsed).errors();
    }

    /** The fields with which something is wrong. */
    static List<String> fields(String json) throws Exception {
        return invalid("task", json).stream().map(FieldError::field).toList();
    }
}

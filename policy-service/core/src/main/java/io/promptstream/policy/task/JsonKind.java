package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.JsonNode;

/** What stands where something else should, for people. */
final class JsonKind {
    private JsonKind() {}

    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case STRING, BINARY -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "empty";
        };
    }
}

package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the texts in a field and notes what is none.
 *
 * @param nullable whether what is null is left out, as a field that is null is
 */
record JsonTexts(String name, JsonFields fields, boolean nullable) {

    List<String> of(Iterable<JsonNode> list) {
        List<String> texts = new ArrayList<>();
        int index = 0;
        for (JsonNode element : list) {
            if (isText("%s[%d]".formatted(name, index), element)) {
                texts.add(element.textValue());
            }
            index++;
        }
        return texts;
    }

    Map<String, String> byName(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            if (isText(name + "." + entry.getKey(), entry.getValue())) {
                texts.put(entry.getKey(), entry.getValue().textValue());
            }
        });
        return texts;
    }

    private boolean isText(String path, JsonNode value) {
        if (!value.isTextual() && !(nullable && value.isNull())) {
            fields.error(path, "is %s; write a text".formatted(JsonKind.of(value)));
        }
        return value.isTextual();
    }
}

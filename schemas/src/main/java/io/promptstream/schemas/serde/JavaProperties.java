package io.promptstream.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/** What Avro's code generator adds to the schemas of generated classes. */
final class JavaProperties {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String STRING_TYPE = "avro.java.string";

    private JavaProperties() {}

    /** The schema as its file says it: the generator's choice of a Java string type taken out. */
    static Schema removed(Schema schema) {
        var text = schema.toString();
        if (!text.contains(STRING_TYPE)) {
            return schema;
        }
        try {
            return new Schema.Parser().parse(JSON.writeValueAsString(without(JSON.readTree(text))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote schema " + schema.getFullName() + " as invalid JSON", e);
        }
    }

    private static JsonNode without(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(STRING_TYPE);
        }
        node.forEach(JavaProperties::without);
        return node;
    }
}

package io.promptstream.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Optional;

/** A JSON schema (draft 2020-12) that refers to nothing outside itself. */
public final class AnswerSchema {
    private static final SpecificationVersion VERSION = SpecificationVersion.DRAFT_2020_12;
    private static final String DRAFTS = "https://json-schema.org/draft/2020-12/";

    private static final int DEEPEST_ANSWER = 100;
    private static final JsonMapper JSON = JsonMapper.builder(new com.fasterxml.jackson.core.JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_ANSWER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Schema schema;

    private AnswerSchema(Schema schema) {
        this.schema = schema;
    }

    /**
     * Compiles a schema.
     *
     * @throws IllegalArgumentException if it is none, or refers to something outside itself; the message says what to write
     */
    public static AnswerSchema of(String json) {
        JsonNode node = parsed(json)
                .orElseThrow(() -> new IllegalArgumentException("is no JSON; write a JSON schema, draft 2020-12"));
        JsonNode dialect = node.path("$schema");
        if (!dialect.isMissingNode() && !dialect.asText().equals(VERSION.getDialectId())) {
            throw new IllegalArgumentException(
                    "has the $schema " + dialect + "; write \"" + VERSION.getDialectId() + "\"");
        }
        // A registry keeps what it has read, so each schema has its own.
        SchemaRegistry registry = registry();
        try {
            List<Error> errors = registry.getSchema(SchemaLocation.of(VERSION.getDialectId()))
                    .validate(node);
            if (!errors.isEmpty()) {
                throw new IllegalArgumentException("is no JSON schema: " + errors.getFirst() + "; write draft 2020-12");
            }
            Schema schema = registry.getSchema(node);
            schema.initializeValidators();
            schema.validate(JSON.createObjectNode());
            return new AnswerSchema(schema);
        } catch (SchemaException e) {
            throw new IllegalArgumentException(
                    "cannot be used: " + e.getMessage() + "; write references to its own $defs", e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("refers to itself without end; write references that end", e);
        }
    }

    /** The text as JSON; empty where it is none, or is nested deeper than {@value #DEEPEST_ANSWER} levels. */
    public static Optional<JsonNode> parsed(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Whether the schema allows the value; one for which it refers to itself without end, it does not allow. */
    public boolean allows(JsonNode value) {
        try {
            return schema.validate(value).isEmpty();
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static SchemaRegistry registry() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .failFast(true)
                .regularExpressionFactory(pattern -> AnswerPattern.of(pattern)::isFoundIn)
                .build();
        return SchemaRegistry.withDefaultDialect(
                VERSION,
                builder -> builder.schemaRegistryConfig(config)
                        .schemaLoader(
                                loader -> loader.allow(iri -> iri.toString().startsWith(DRAFTS))));
    }
}

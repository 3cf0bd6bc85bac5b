package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.RewardCriterion;
import io.promptstream.event.RewardKind;
import io.promptstream.format.AnswerPattern;
import io.promptstream.format.AnswerSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what a kind of reward holds texts against; the fields stand beside the kind. */
final class CriterionParser {
    private static final int LONGEST_PATTERN = 2000;
    private static final int LONGEST_SCHEMA = 20_000;
    private static final int LONGEST_EXAMPLE = 2000;
    private static final int MOST_EXAMPLES = 200;
    private static final int MOST_WORDS = 100_000;
    private static final double LARGEST_PERPLEXITY = 1e6;

    private CriterionParser() {}

    static RewardCriterion parse(JsonFields fields, RewardKind kind) {
        RewardParser.only(fields, kind, RewardKind.REGEX, "pattern");
        RewardParser.only(fields, kind, RewardKind.JSON_SCHEMA, "schema");
        RewardParser.only(fields, kind, RewardKind.LENGTH, "minWords", "maxWords");
        RewardParser.only(fields, kind, RewardKind.STYLE, "examples", "counterExamples");
        RewardParser.only(fields, kind, RewardKind.FLUENCY, "minPerplexity", "maxPerplexity");
        RewardCriterion.Builder criterion = RewardCriterion.newBuilder();
        switch (kind) {
            case REGEX -> criterion.setPattern(pattern(fields));
            case JSON_SCHEMA -> criterion.setJsonSchema(schema(fields));
            case LENGTH -> length(fields, criterion);
            case STYLE ->
                criterion
                        .setExamples(examples(fields, "examples"))
                        .setCounterExamples(examples(fields, "counterExamples"));
            case FLUENCY -> fluency(fields, criterion);
            case LABEL_MARGIN,
                    LOG_PROBABILITY,
                    RATING,
                    TOKEN_F1,
                    EXACT_MATCH,
                    ROUGE_L,
                    EMBEDDING_SIMILARITY,
                    WEIGHTED_SUM,
                    UNKNOWN -> {}
        }
        return criterion.build();
    }

    private static String pattern(JsonFields fields) {
        String pattern = fields.optionalText("pattern").orElse("");
        if (pattern.isEmpty()) {
            fields.error("pattern", "is missing; write a regular expression, as text");
        } else if (isShort("pattern", pattern, LONGEST_PATTERN, fields)) {
            compile("pattern", pattern, AnswerPattern::of, fields);
        }
        return pattern;
    }

    private static String schema(JsonFields fields) {
        Optional<JsonNode> value = fields.value("schema");
        String schema = value.map(node -> node.isTextual() ? node.textValue() : node.toString())
                .orElse("");
        if (schema.isEmpty()) {
            fields.error("schema", "is missing; write a JSON schema");
        } else if (isShort("schema", schema, LONGEST_SCHEMA, fields)) {
            compile("schema", schema, AnswerSchema::of, fields);
        }
        return schema;
    }

    private static boolean isShort(String name, String text, int longest, JsonFields fields) {
        if (text.length() > longest) {
            fields.error(name, "has %d characters; write at most %d".formatted(text.length(), longest));
        }
        return text.length() <= longest;
    }

    private static void compile(String name, String text, Consumer<String> compiler, JsonFields fields) {
        try {
            compiler.accept(text);
        } catch (IllegalArgumentException e) {
            fields.error(name, String.valueOf(e.getMessage()));
        }
    }

    private static List<String> examples(JsonFields fields, String name) {
        List<String> examples = fields.texts(name);
        if (examples.isEmpty() || examples.size() > MOST_EXAMPLES) {
            fields.error(name, "has %d texts; write 1 to %d".formatted(examples.size(), MOST_EXAMPLES));
        }
        for (int i = 0; i < examples.size(); i++) {
            String field = "%s[%d]".formatted(name, i);
            if (examples.get(i).isBlank()) {
                fields.error(field, "is blank; write a text");
            }
            isShort(field, examples.get(i), LONGEST_EXAMPLE, fields);
        }
        return examples;
    }

    private static void length(JsonFields fields, RewardCriterion.Builder criterion) {
        int fewest = fields.integer("minWords", 0, 0, MOST_WORDS);
        criterion.setMinWords(fewest);
        if (fields.has("maxWords")) {
            criterion.setMaxWords(fields.integer("maxWords", MOST_WORDS, Math.max(1, fewest), MOST_WORDS));
        } else if (fewest == 0) {
            fields.error("minWords", "is missing or 0, and maxWords is missing; write one of them, or both");
        }
    }

    private static void fluency(JsonFields fields, RewardCriterion.Builder criterion) {
        double lowest = fields.positiveNumber("minPerplexity", TaskDefaults.LOWEST_PERPLEXITY, LARGEST_PERPLEXITY);
        double highest = fields.positiveNumber("maxPerplexity", TaskDefaults.HIGHEST_PERPLEXITY, LARGEST_PERPLEXITY);
        if (highest <= lowest) {
            fields.error("maxPerplexity", "is %s; write a number above minPerplexity, %s".formatted(highest, lowest));
        }
        criterion.setMinPerplexity(lowest).setMaxPerplexity(highest);
    }
}

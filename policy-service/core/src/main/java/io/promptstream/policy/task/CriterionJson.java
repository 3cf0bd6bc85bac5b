package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.promptstream.event.RewardCriterion;
import io.promptstream.event.RewardKind;
import io.promptstream.format.AnswerSchema;

/** Writes what a kind of reward holds texts against, as {@link CriterionParser} reads it. */
final class CriterionJson {
    private CriterionJson() {}

    static void put(ObjectNode json, RewardKind kind, RewardCriterion criterion) {
        switch (kind) {
            case REGEX -> json.put("pattern", criterion.getPattern());
            case JSON_SCHEMA ->
                json.set(
                        "schema",
                        AnswerSchema.parsed(criterion.getJsonSchema())
                                .orElseGet(() -> TextNode.valueOf(criterion.getJsonSchema())));
            case LENGTH -> {
                json.put("minWords", criterion.getMinWords());
                criterion.getMaxWords().ifPresent(most -> json.put("maxWords", most));
            }
            case STYLE -> {
                criterion.getExamples().forEach(json.putArray("examples")::add);
                criterion.getCounterExamples().forEach(json.putArray("counterExamples")::add);
            }
            case FLUENCY ->
                json.put("minPerplexity", criterion.getMinPerplexity())
                        .put("maxPerplexity", criterion.getMaxPerplexity());
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
    }
}

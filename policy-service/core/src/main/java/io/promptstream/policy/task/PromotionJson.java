package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.PolicyEstimate;
import io.promptstream.event.Promotion;
import java.util.ArrayList;
import java.util.List;

/** Promotions as JSON, and what is read of them from it. */
public final class PromotionJson {
    private static final int LONGEST_TEXT = 2000;
    private static final int MOST_ESTIMATES = 20;

    private PromotionJson() {}

    public static ObjectNode of(Promotion promotion) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("promotionId", promotion.getPromotionId().toString())
                .put("kind", Choices.name(promotion.getKind()))
                .put("candidate", promotion.getCandidate())
                .put("by", promotion.getBy())
                .put("reason", promotion.getReason())
                .put("orderedAt", promotion.getOrderedAt().toString());
        var evaluation = json.putArray("evaluation");
        for (PolicyEstimate estimate : promotion.getEvaluation()) {
            evaluation
                    .addObject()
                    .put("estimator", estimate.getEstimator())
                    .put("value", estimate.getValue())
                    .put("standardError", estimate.getStandardError())
                    .put("lower", estimate.getLower())
                    .put("upper", estimate.getUpper())
                    .put("effectiveSampleSize", estimate.getEffectiveSampleSize())
                    .put("rounds", estimate.getRounds());
        }
        promotion.getEvaluationNotes().forEach(json.putArray("evaluationNotes")::add);
        return json;
    }

    /** A text for people, such as who gave an order or why; empty where it is absent. */
    public static String note(JsonFields fields, String name) {
        String text = fields.text(name, "");
        if (text.length() > LONGEST_TEXT) {
            fields.error(name, "has %d characters; write at most %d".formatted(text.length(), LONGEST_TEXT));
        }
        return text;
    }

    /** What a candidate was estimated to earn, in the form that {@link #of} writes; empty where it is absent. */
    public static List<PolicyEstimate> evaluation(JsonFields fields) {
        List<PolicyEstimate> estimates = new ArrayList<>();
        for (JsonFields estimate : fields.objects("evaluation")) {
            estimates.add(PolicyEstimate.newBuilder()
                    .setEstimator(estimate.text("estimator"))
                    .setValue(number(estimate, "value"))
                    .setStandardError(number(estimate, "standardError"))
                    .setLower(number(estimate, "lower"))
                    .setUpper(number(estimate, "upper"))
                    .setEffectiveSampleSize(number(estimate, "effectiveSampleSize"))
                    .setRounds(estimate.wholeNumber("rounds", 0, 0, Long.MAX_VALUE))
                    .build());
            estimate.end();
        }
        if (estimates.size() > MOST_ESTIMATES) {
            fields.error("evaluation", "has %d entries; write at most %d".formatted(estimates.size(), MOST_ESTIMATES));
        }
        return estimates;
    }

    private static double number(JsonFields fields, String name) {
        if (!fields.has(name)) {
            fields.error(name, "is missing; write a number");
        }
        return fields.number(name, 0);
    }
}

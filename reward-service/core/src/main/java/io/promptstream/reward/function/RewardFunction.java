package io.promptstream.reward.function;

import io.promptstream.event.RewardCriterion;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RewardTerm;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.format.AnswerPattern;
import io.promptstream.format.AnswerSchema;
import io.promptstream.schemas.RewardKinds;
import io.promptstream.sentences.SentenceEmbeddings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns an answer and what it is judged by into a raw reward. Pure: the same arguments give the same result. */
public sealed interface RewardFunction
        permits LabelMargin,
                LogProbability,
                Rating,
                TokenF1,
                ExactMatch,
                RougeL,
                Regex,
                JsonSchema,
                Length,
                EmbeddingSimilarity,
                Style,
                Fluency,
                WeightedSum {
    /** Sums and squares of rewards stay finite. */
    double LARGEST_SCALE = 1e9;

    /**
     * Scores one output that did not fail.
     *
     * @param evidence what is known so far to judge the output by
     */
    Scoring score(TaskOutput output, Evidence evidence);

    /**
     * Why no answer of the task can be compared with the reference; empty where they can.
     *
     * @return one sentence for people
     */
    Optional<String> objection(String reference, Task task);

    /** How an {@link #objection} is noted. */
    default ScoringNoteReason objectionReason() {
        return ScoringNoteReason.UNSCORABLE;
    }

    /** The function that a task declares; empty for a definition that cannot be applied here. */
    static Optional<RewardFunction> of(RewardDefinition definition) {
        try {
            return of(definition.getKind(), definition.getCriterion(), definition);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static Optional<RewardFunction> of(
            RewardKind kind, RewardCriterion criterion, RewardDefinition definition) {
        return Optional.ofNullable(
                switch (kind) {
                    case LABEL_MARGIN ->
                        new LabelMargin(scale(definition.getCorrectScale()), scale(definition.getIncorrectScale()));
                    case LOG_PROBABILITY ->
                        new LogProbability(scale(definition.getScale()), -scale(-definition.getFloor()));
                    case RATING -> new Rating();
                    case TOKEN_F1 -> new TokenF1();
                    case EXACT_MATCH -> new ExactMatch();
                    case ROUGE_L -> new RougeL();
                    case REGEX -> new Regex(AnswerPattern.of(criterion.getPattern()));
                    case JSON_SCHEMA -> new JsonSchema(AnswerSchema.of(criterion.getJsonSchema()));
                    case LENGTH ->
                        new Length(
                                criterion.getMinWords(), criterion.getMaxWords().orElse(Integer.MAX_VALUE));
                    case EMBEDDING_SIMILARITY -> new EmbeddingSimilarity(SentenceEmbeddings.shared());
                    case STYLE ->
                        new Style(SentenceEmbeddings.shared(), criterion.getExamples(), criterion.getCounterExamples());
                    case FLUENCY ->
                        new Fluency(
                                BundledLikelihood.shared(), criterion.getMinPerplexity(), criterion.getMaxPerplexity());
                    case WEIGHTED_SUM -> sum(definition);
                    case UNKNOWN -> null;
                });
    }

    private static WeightedSum sum(RewardDefinition definition) {
        List<WeightedSum.Term> terms = new ArrayList<>();
        Map<RewardKind, Integer> counts = new HashMap<>();
        for (RewardTerm term : definition.getTerms()) {
            RewardKind kind = term.getKind();
            double weight = term.getWeight();
            if (!RewardKinds.summable(kind) || !(Math.abs(weight) <= LARGEST_SCALE)) {
                throw new IllegalArgumentException("a term of kind " + kind + " and weight " + weight);
            }
            int count = counts.merge(kind, 1, Integer::sum);
            String name = ComponentNames.of(kind) + (count == 1 ? "" : count);
            terms.add(new WeightedSum.Term(
                    name, weight, of(kind, term.getCriterion(), definition).orElseThrow()));
        }
        return new WeightedSum(terms);
    }

    private static double scale(double scale) {
        if (!(scale > 0 && scale <= LARGEST_SCALE)) {
            throw new IllegalArgumentException("a scale is " + scale);
        }
        return scale;
    }
}

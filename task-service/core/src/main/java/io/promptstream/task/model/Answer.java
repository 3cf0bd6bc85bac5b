package io.promptstream.task.model;

import io.promptstream.event.FailureCode;
import io.promptstream.event.LabelScore;
import java.util.List;

/** What became of one rendering. */
public sealed interface Answer {

    /** What it cost, failures included. */
    TokenUsage tokens();

    /**
     * The labels were scored.
     *
     * @param scores one per label, in the assignment's order; their probabilities add up to one
     * @param promptGradient of the right label's cross-entropy with respect to the prompt's embeddings, row by row; empty
     *     where none was asked for or the model gives none
     */
    record Labelled(List<LabelScore> scores, TokenUsage tokens, List<Float> promptGradient) implements Answer {
        public Labelled {
            scores = List.copyOf(scores);
            promptGradient = List.copyOf(promptGradient);
        }

        /** Without a gradient. */
        public Labelled(List<LabelScore> scores, TokenUsage tokens) {
            this(scores, tokens, List.of());
        }

        /** The answer with something taken off each label's logit, as {@link LabelScores#shifted}. */
        public Labelled shifted(List<Float> shift) {
            return new Labelled(LabelScores.shifted(scores, shift), tokens, promptGradient);
        }

        /** Name of the most probable label; the first of equals. */
        public String mostProbable() {
            LabelScore best = scores.getFirst();
            for (LabelScore score : scores) {
                if (score.getProbability() > best.getProbability()) {
                    best = score;
                }
            }
            return best.getLabel();
        }
    }

    /** Text was generated; a local model's may be empty. */
    record Written(String text, TokenUsage tokens) implements Answer {}

    /**
     * There is no answer.
     *
     * @param message what happened and what to do about it; holds no secret
     * @param tokens what the calls cost that came to nothing
     */
    record Failed(FailureCode code, String message, TokenUsage tokens) implements Answer {
        /** A failure that cost nothing. */
        public Failed(FailureCode code, String message) {
            this(code, message, TokenUsage.NONE);
        }
    }
}

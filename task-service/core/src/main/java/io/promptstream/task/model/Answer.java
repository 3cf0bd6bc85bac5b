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
     */
    record Labelled(List<LabelScore> scores, TokenUsage tokens) implements Answer {
        public Labelled {
            scores = List.copyOf(scores);
        }

        /** The answer with something taken off each label's logit, as {@link LabelScores#shifted}. */
        public Labelled shifted(List<Float> shift) {
            return new Labelled(LabelScores.shifted(scores, shift), tokens);
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

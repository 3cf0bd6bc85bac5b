package io.promptstream.policy.evaluation;

/** Why the drawn prompts of a round are left out. */
public enum LeftOut {
    /** The round was here before. */
    DUPLICATE,
    /** Its prompts were drawn from the most probable tokens only, so the logged probabilities are not those of the draw. */
    TRUNCATED,
    /** It has drawn prompts, and no reward of one was measured: missing rewards that a rule stands in for are none. */
    NO_REWARDS,
    /** It has no prompt that is known to be drawn with a probability that was written down. */
    NOTHING_DRAWN
}

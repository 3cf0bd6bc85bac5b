package io.promptstream.service.tracing;

/** What spans say of their step. Never a text that people, prompts or models wrote. */
public enum TraceAttribute {
    TASK("promptstream.task.id"),
    QUERY("promptstream.query.id"),
    PROPOSAL("promptstream.proposal.id"),
    ROUND("promptstream.round.id"),
    ROLE("promptstream.proposal.role"),
    PROPOSALS("promptstream.proposal.count"),
    POLICY_VERSION("promptstream.policy.version"),
    BATCH_SIZE("promptstream.model.batch_size"),
    MODEL_SECONDS("promptstream.model.seconds"),
    MODEL("gen_ai.response.model"),
    INPUT_TOKENS("gen_ai.usage.input_tokens"),
    OUTPUT_TOKENS("gen_ai.usage.output_tokens"),
    REWARD("promptstream.reward.value"),
    CORRECT("promptstream.reward.correct"),
    CLOSING("promptstream.round.closing"),
    EXPECTED_REWARDS("promptstream.round.expected_rewards"),
    RECEIVED_REWARDS("promptstream.round.received_rewards"),
    OUTCOME("promptstream.learning.outcome"),
    LAG("promptstream.learning.lag");

    private final String key;

    TraceAttribute(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }
}

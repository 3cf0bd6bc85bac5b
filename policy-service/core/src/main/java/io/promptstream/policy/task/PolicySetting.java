package io.promptstream.policy.task;

import static io.promptstream.policy.task.SettingType.atLeastZero;
import static io.promptstream.policy.task.SettingType.choice;
import static io.promptstream.policy.task.SettingType.duration;
import static io.promptstream.policy.task.SettingType.hiddenSize;
import static io.promptstream.policy.task.SettingType.integer;
import static io.promptstream.policy.task.SettingType.number;
import static io.promptstream.policy.task.SettingType.positive;
import static io.promptstream.policy.task.SettingType.seed;
import static io.promptstream.policy.task.SettingType.wholeNumber;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardNormalisation;
import java.time.Duration;

/**
 * What a task may say of its policy: the one table that parser, defaults, JSON form and {@code docs/tasks.md} are made of.
 * What two settings may not be together is said by {@link PolicyParser}.
 */
@SuppressWarnings("ImmutableEnumChecker") // of functions without state
enum PolicySetting {
    KIND(
            "kind",
            "a Bayesian linear model of the reward over word embeddings; or `rlprompt`: RLPrompt; or `fixed`: explores `handWrittenPrompts`; or `autoprompt`, `soft-prompt`: by the task model's gradient",
            choice(PolicySetting.Context::kind, PolicyDefinition.Builder::setKind, PolicyDefinition::getKind)),
    PROMPT_LENGTH(
            "promptLength",
            "tokens in a prompt, for `bayesian` at most; RLPrompt: 2 or 5",
            integer(3, 1, 64, PolicyDefinition.Builder::setPromptLength, PolicyDefinition::getPromptLength)),
    PROMPTS_PER_ROUND(
            "promptsPerRound",
            "prompts that a round compares",
            integer(
                    PolicyDefaults::promptsPerRound,
                    1,
                    1024,
                    PolicyDefinition.Builder::setPromptsPerRound,
                    PolicyDefinition::getPromptsPerRound)),
    CONTENDERS_PER_ROUND(
            "contendersPerRound",
            "how many of the prompts are the champion and its contenders; 0: no champion. By default an eighth, for `bayesian` a quarter, but 2 at least",
            integer(
                    PolicyDefaults::contendersPerRound,
                    0,
                    1024,
                    PolicyDefinition.Builder::setContendersPerRound,
                    PolicyDefinition::getContendersPerRound)),
    QUERIES_PER_ROUND(
            "queriesPerRound",
            "queries that it compares them on",
            integer(
                    PolicyDefaults::queriesPerRound,
                    1,
                    1024,
                    PolicyDefinition.Builder::setQueriesPerRound,
                    PolicyDefinition::getQueriesPerRound)),
    ROUNDS_IN_FLIGHT(
            "roundsInFlight",
            "rounds that may be proposed and not yet learned",
            integer(
                    PolicyDefaults::roundsInFlight,
                    1,
                    1000,
                    PolicyDefinition.Builder::setRoundsInFlight,
                    PolicyDefinition::getRoundsInFlight)),
    ROUND_AGE(
            "roundAge",
            "how long a query waits for its round, at most; then one begins with those that are there",
            duration(
                    Duration.ofMinutes(15),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    PolicyDefinition.Builder::setRoundAgeMillis,
                    PolicyDefinition::getRoundAgeMillis)),
    /** Rounds of so many versions are remembered, so that none is learned twice. */
    MAX_LAG(
            "maxLag",
            "results of older versions are counted and left out",
            integer(PolicyDefaults::maxLag, 0, 1000, PolicyDefinition.Builder::setMaxLag, PolicyDefinition::getMaxLag)),
    TOP_K(
            "topK",
            "only for `rlprompt`: tokens are drawn from the k most probable; 0: from all",
            integer(PolicyDefaults::topK, 0, 1_000_000, PolicyDefinition.Builder::setTopK, PolicyDefinition::getTopK)),
    CANDIDATES(
            "candidates",
            "the policy uses so many of the most frequent whole words; 0: the whole vocabulary, as RLPrompt",
            integer(
                    PolicyDefaults::candidates,
                    0,
                    1_000_000,
                    PolicyDefinition.Builder::setCandidates,
                    PolicyDefinition::getCandidates)),
    HIDDEN_SIZE(
            "hiddenSize",
            "only for `rlprompt`: width of the trainable layer, as far as a snapshot takes it; as published 2048",
            hiddenSize(128)),
    LEARNING_RATE(
            "learningRate",
            "of Adam, for `rlprompt` and `soft-prompt`; RLPrompt as published: 5e-5",
            positive(
                    PolicyDefaults::learningRate,
                    1,
                    PolicyDefinition.Builder::setLearningRate,
                    PolicyDefinition::getLearningRate)),
    TARGET_RATE(
            "targetRate",
            "only for `rlprompt`: share of the online weights that enters the target network before each step; as published",
            positive(0.001, 1, PolicyDefinition.Builder::setTargetRate, PolicyDefinition::getTargetRate)),
    GRADIENT_CLIP(
            "gradientClip",
            "only for `rlprompt`: largest norm of the gradient; as published",
            positive(5, 1e9, PolicyDefinition.Builder::setGradientClip, PolicyDefinition::getGradientClip)),
    NORMALISATION(
            "normalisation",
            "only for `rlprompt`: by what rewards are divided; as published `round` for classification, `query` for generation",
            choice(
                    context -> RewardNormalisation.RUNNING,
                    PolicyDefinition.Builder::setNormalisation,
                    PolicyDefinition::getNormalisation)),
    REWARD_SCALE(
            "rewardScale",
            "only for `rlprompt`: factor of a normalised reward; as published 5, for generation 100",
            positive(8, 1e6, PolicyDefinition.Builder::setRewardScale, PolicyDefinition::getRewardScale)),
    REWARD_SHIFT(
            "rewardShift",
            "only for `rlprompt`: added to a scaled reward; as published for generation -20",
            number(context -> 0.0, PolicyDefinition.Builder::setRewardShift, PolicyDefinition::getRewardShift)),
    LOGIT_BIAS(
            "logitBias",
            "only for `rlprompt`: added to every logit; as published",
            number(PolicyDefaults::logitBias, PolicyDefinition.Builder::setLogitBias, PolicyDefinition::getLogitBias)),
    FLUENCY_TOP_K(
            "fluencyTopK",
            "only for `rlprompt`: tokens are limited to the frozen model's own k most probable; 0: no limit",
            integer(0, 0, 1_000_000, PolicyDefinition.Builder::setFluencyTopK, PolicyDefinition::getFluencyTopK)),
    REPLAY_SIZE(
            "replaySize",
            "only for `rlprompt`: so many of the prompts learned last are kept to be learned again (PIN, arXiv 2407.14733); 0: none",
            integer(0, 0, 4096, PolicyDefinition.Builder::setReplaySize, PolicyDefinition::getReplaySize)),
    REPLAYED_PER_STEP(
            "replayedPerStep",
            "only for `rlprompt`: so many of these are drawn beside each round",
            integer(0, 0, 256, PolicyDefinition.Builder::setReplayedPerStep, PolicyDefinition::getReplayedPerStep)),
    TEMPERATURE(
            "temperature",
            "only for `bayesian`: what the expected reward of a word is divided by; lower explores less",
            positive(0.1, 1e3, PolicyDefinition.Builder::setTemperature, PolicyDefinition::getTemperature)),
    OPTIMISM(
            "optimism",
            "only for `bayesian`: standard deviations that are added to the expected reward of a word",
            positive(1, 1e3, PolicyDefinition.Builder::setOptimism, PolicyDefinition::getOptimism)),
    PRIOR(
            "prior",
            "`hand-written`: the first of `handWrittenPrompts` serves until another proves better, the others are its first"
                    + " contenders; a `soft-prompt` begins as the first one's words. By default so for `bayesian` where there"
                    + " are some, and contendersPerRound is 2 or more",
            choice(PolicyDefaults::prior, PolicyDefinition.Builder::setPrior, PolicyDefinition::getPrior)),
    DRIFT_RUN_LENGTH(
            "driftRunLength",
            "mean number of rounds between false alarms of the test that notices that rewards changed; then the policy learns again; 0: no test",
            wholeNumber(
                    PolicyDefaults::driftRunLength,
                    0,
                    1_000_000_000,
                    PolicyDefinition.Builder::setDriftRunLength,
                    PolicyDefinition::getDriftRunLength)),
    DRIFT_SHIFT(
            "driftShift",
            "change of the champion's mean reward that the test notices soonest, in standard deviations of a round",
            positive(1, 10, PolicyDefinition.Builder::setDriftShift, PolicyDefinition::getDriftShift)),
    STOP_MARGIN(
            "stopMargin",
            "exploring stops, but for one round in 16, where new prompts of a round together and each contender are expected to earn less than this more than the champion; 0: never",
            atLeastZero(PolicyDefinition.Builder::setStopMargin, PolicyDefinition::getStopMargin)),
    STOP_ROUNDS(
            "stopRounds",
            "for so many rounds in a row",
            integer(64, 1, 1_000_000, PolicyDefinition.Builder::setStopRounds, PolicyDefinition::getStopRounds)),
    CONTEXTS(
            "contexts",
            "kinds of queries that may be served with prompts of their own; 1: one prompt serves all",
            integer(1, 1, 8, PolicyDefinition.Builder::setContexts, PolicyDefinition::getContexts)),
    SEED("seed", "of initial weights and sampling", seed(42));

    private final String label;
    private final String meaning;
    private final SettingType type;

    PolicySetting(String label, String meaning, SettingType type) {
        this.label = label;
        this.meaning = meaning;
        this.type = type;
    }

    /**
     * What the rest of a task says.
     *
     * @param kind of a policy that does not name one
     * @param handWritten whether it has hand-written prompts
     * @param policy the settings that stand before in the table
     */
    record Context(
            OutputKind output,
            PolicyKind kind,
            boolean handWritten,
            int largestHiddenSize,
            PolicyDefinition.Builder policy) {}

    /** Name in JSON. */
    String label() {
        return label;
    }

    /** Meaning and range, for people. */
    String description() {
        return type.range().isEmpty() ? meaning : meaning + "; " + type.range();
    }

    /** Sets it in the context's policy, to the default where the fields do not have it. */
    void read(JsonFields fields, Context context) {
        type.reader().read(fields, label, context);
    }

    void write(PolicyDefinition policy, ObjectNode json) {
        type.writer().write(json, label, policy);
    }
}

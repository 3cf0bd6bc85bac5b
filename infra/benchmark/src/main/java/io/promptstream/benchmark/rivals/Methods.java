package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.local.display.CommandException;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every method, by name. */
final class Methods {
    /** As published (arXiv 2205.12548), but for the number of inputs that a prompt is tried on, which is the round's. */
    private static final Map<String, String> PUBLISHED = Map.ofEntries(
            Map.entry("policy.kind", "rlprompt"),
            Map.entry("policy.prior", "none"),
            Map.entry("calibration", "none"),
            Map.entry("policy.promptLength", "5"),
            Map.entry("policy.promptsPerRound", "16"),
            Map.entry("policy.queriesPerRound", "32"),
            Map.entry("policy.contendersPerRound", "0"),
            Map.entry("policy.roundsInFlight", "1"),
            Map.entry("policy.candidates", "0"),
            Map.entry("policy.topK", "256"),
            Map.entry("policy.hiddenSize", "2048"),
            Map.entry("policy.learningRate", "0.00005"),
            Map.entry("policy.targetRate", "0.001"),
            Map.entry("policy.gradientClip", "5"),
            Map.entry("policy.normalisation", "round"),
            Map.entry("policy.rewardScale", "5"));

    /** With 64 of the latest 1,024 prompts learned again; PIN (arXiv 2407.14733) learns 256 of 64,000. */
    private static final Map<String, String> REPLAY =
            Map.of("policy.replaySize", "1024", "policy.replayedPerStep", "64");

    private static final Map<String, String> UNCALIBRATED = Map.of(
            "policy.kind", "bayesian", "policy.prior", "none", "calibration", "none", "reward.kind", "log-probability");

    private static final Map<String, String> OURS =
            Map.of("policy.kind", "bayesian", "policy.prior", "none", "calibration", "batch");

    private static final Map<String, String> AUTOPROMPT =
            Map.of("policy.kind", "autoprompt", "policy.prior", "none", "calibration", "batch");

    private static final Method HAND_WRITTEN = new FixedPrompts("hand-written", true);
    private static final Method BEST_WORD = new RandomPhrases("best-word", 1);
    private static final Method RANDOM_PHRASES = new RandomPhrases("random-phrases", 5);
    private static final Method COORDINATE_SEARCH = new CoordinateSearch("coordinate-search");

    static final List<Method> ALL = List.of(
            new FixedPrompts("no-prompt", false),
            HAND_WRITTEN,
            BEST_WORD,
            RANDOM_PHRASES,
            COORDINATE_SEARCH,
            new Calibrated(HAND_WRITTEN),
            new Calibrated(BEST_WORD),
            new Calibrated(RANDOM_PHRASES),
            new Calibrated(COORDINATE_SEARCH),
            new UpperConfidence("bandit"),
            new OnlinePolicy("autoprompt", new TaskSettings(AUTOPROMPT).and(Map.of("calibration", "none")), true),
            new OnlinePolicy(
                    "soft-prompt",
                    new TaskSettings(
                            Map.of("policy.kind", "soft-prompt", "policy.prior", "none", "calibration", "none")),
                    false),
            new OnlinePolicy("rlprompt-published", new TaskSettings(PUBLISHED), true),
            new OnlinePolicy("rlprompt-replay", new TaskSettings(PUBLISHED).and(REPLAY), true),
            new OnlinePolicy(
                    "promptstream-rlprompt",
                    new TaskSettings(Map.of("policy.kind", "rlprompt", "policy.prior", "none", "calibration", "batch")),
                    false),
            new OnlinePolicy("promptstream-uncalibrated", new TaskSettings(UNCALIBRATED), false),
            new OnlinePolicy("promptstream-autoprompt", new TaskSettings(AUTOPROMPT), false),
            new OnlinePolicy("promptstream", new TaskSettings(OURS), false),
            new OnlinePolicy(
                    "promptstream-prior", new TaskSettings(OURS).and(Map.of("policy.prior", "hand-written")), false));

    private Methods() {}

    /** Their names, as help lists them. */
    static final class Names extends AbstractList<String> {
        @Override
        public String get(int index) {
            return ALL.get(index).name();
        }

        @Override
        public int size() {
            return ALL.size();
        }
    }

    /** @throws CommandException if there is none of that name */
    static Method of(String name) {
        return ALL.stream()
                .filter(method -> method.name().equals(name))
                .findAny()
                .orElseThrow(() -> new CommandException("'" + name + "' is no method: write one of "
                        + ALL.stream().map(Method::name).collect(Collectors.joining(", "))));
    }
}

package io.promptstream.local.demo;

import io.promptstream.local.demo.PromptComparison.Comparison;
import io.promptstream.local.evaluation.Measures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --report} writes. Everything is measured; counts were read back from the topics.
 *
 * @param task id of the task
 * @param seed of the policy, of the order of the queries and of the random prompts
 * @param seconds from the first query to the last reward
 * @param policyVersions version of the newest snapshot: how many rounds were learned
 * @param taskModelCalls outputs without failure
 * @param testSize inputs that the prompts were scored on, never streamed
 * @param prompts null where they were not compared
 * @param notCompared why not; null where they were
 */
record DemoReport(
        String task,
        long seed,
        double seconds,
        long queries,
        long proposals,
        long outputs,
        long rewards,
        long rounds,
        long policyVersions,
        long deadLetters,
        long taskModelCalls,
        int testSize,
        @Nullable Prompts prompts,
        @Nullable String notCompared) {

    /**
     * The prompts that were compared on the test inputs.
     *
     * @param bestRandom null where no random prompts were tried
     * @param noRandom why not; null where they were
     */
    record Prompts(
            Scored initial,
            Scored learned,
            List<Scored> handWritten,
            @Nullable Scored bestRandom,
            @Nullable String noRandom) {

        static Prompts of(Comparison comparison) {
            var random = comparison.bestRandom();
            return new Prompts(
                    Scored.of(comparison.initial()),
                    Scored.of(comparison.learned()),
                    comparison.handWritten().stream().map(Scored::of).toList(),
                    random == null ? null : Scored.of(random),
                    comparison.noRandom());
        }
    }

    /**
     * A prompt and how good it is.
     *
     * @param accuracy null where nothing was answered
     * @param reward mean raw reward; null where there is none
     */
    record Scored(
            String text,
            @Nullable Double accuracy,
            @Nullable Double calibratedAccuracy,
            @Nullable Double reward) {

        static Scored of(MeasuredPrompt prompt) {
            var measures = prompt.measures();
            return new Scored(prompt.text(), measures.accuracy(), measures.calibratedAccuracy(), measures.reward());
        }
    }

    /** A prompt with all its measures. */
    record MeasuredPrompt(String text, Measures measures) {}
}

package io.promptstream.local.demo;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * @param learning how good the answers were that were served meanwhile
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
        List<LearningCurve.Point> learning,
        @Nullable Prompts prompts,
        @Nullable String notCompared) {

    /**
     * The prompts that were compared on the test inputs.
     *
     * @param bestRandom null where no random prompts were tried
     * @param noRandom why not; null where they were
     */
    record Prompts(
            MeasuredPrompt initial,
            MeasuredPrompt learned,
            List<MeasuredPrompt> handWritten,
            @Nullable MeasuredPrompt bestRandom,
            @Nullable String noRandom) {

        static Prompts of(Comparison comparison) {
            return new Prompts(
                    comparison.initial(),
                    comparison.learned(),
                    comparison.handWritten(),
                    comparison.bestRandom(),
                    comparison.noRandom());
        }
    }

    /** A prompt with all its measures. */
    record MeasuredPrompt(String text, @JsonUnwrapped Measures measures) {}
}

package io.promptstream.local.demo;

import io.promptstream.local.evaluation.Measures;
import java.util.List;

/**
 * What {@code --report} writes. Everything is measured; counts were read back from the topics.
 *
 * @param task id of the task
 * @param seed of the policy, of the order of the queries and of the random prompts
 * @param seconds from the first query to the last reward
 * @param policyVersions version of the newest snapshot: how many rounds were learned
 * @param taskModelCalls outputs without failure
 * @param testSize inputs that the prompts were scored on, never streamed
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
        Prompts prompts) {

    /** The prompts that were compared on the test inputs. */
    record Prompts(Scored initial, Scored learned, List<Scored> handWritten, Scored bestRandom) {}

    /**
     * A prompt and how good it is.
     *
     * @param reward mean raw reward
     */
    record Scored(String text, double accuracy, double calibratedAccuracy, double reward) {

        static Scored of(MeasuredPrompt prompt) {
            var measures = prompt.measures();
            return new Scored(prompt.text(), measures.accuracy(), measures.calibratedAccuracy(), measures.reward());
        }
    }

    /** A prompt with all its measures. */
    record MeasuredPrompt(String text, Measures measures) {}
}

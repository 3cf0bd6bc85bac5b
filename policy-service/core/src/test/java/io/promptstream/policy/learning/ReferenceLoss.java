package io.promptstream.policy.learning;

import java.util.function.ToDoubleFunction;

/** RLPrompt's loss once more, written straight from the formulas in double arithmetic and without any sharing. */
final class ReferenceLoss {
    private ReferenceLoss() {}

    static double of(
            FrozenLanguageModel model,
            AdapterWeights online,
            AdapterWeights target,
            int[][] prompts,
            double[] rewards,
            double bias) {
        double sum = 0;
        for (int n = 0; n < prompts.length; n++) {
            sum += ofPrompt(model, online, target, prompts[n], rewards[n], bias);
        }
        return sum / prompts.length;
    }

    private static double ofPrompt(
            FrozenLanguageModel model,
            AdapterWeights online,
            AdapterWeights target,
            int[] prompt,
            double reward,
            double bias) {
        int length = prompt.length;
        double[] a = new double[length];
        double[] v = new double[length];
        int[] prefix = {model.endOfTextToken()};
        for (int t = 0; t < length; t++) {
            float[] state = model.hiddenStates(new int[][] {prefix})[0][t];
            double[] q = q(model, online, state, bias);
            a[t] = q[prompt[t]] - logSumExp(q);
            v[t] = logSumExp(q(model, target, state, bias));
            prefix = java.util.Arrays.copyOf(prefix, t + 2);
            prefix[t + 1] = prompt[t];
        }
        double single = Math.pow(a[length - 1] - (reward - v[length - 1]), 2);
        for (int t = 0; t < length - 1; t++) {
            single += Math.pow(a[t] - (v[t + 1] - v[t]), 2);
        }
        double multi = 0;
        for (int t = 0; t < length; t++) {
            double ahead = 0;
            for (int l = t; l < length; l++) {
                ahead += a[l];
            }
            multi += Math.pow(ahead - (reward - v[t]), 2);
        }
        return (single + multi) / 2;
    }

    /** Scores of all tokens but the end of text, which no prompt holds. */
    private static double[] q(FrozenLanguageModel model, AdapterWeights weights, float[] state, double bias) {
        double[] output = new double[model.width()];
        for (int i = 0; i < output.length; i++) {
            output[i] = weights.outputBias()[i];
        }
        for (int j = 0; j < weights.hiddenSize(); j++) {
            double hidden = weights.hiddenBias()[j];
            for (int i = 0; i < state.length; i++) {
                hidden += (double) state[i] * weights.fromInput(i)[j];
            }
            for (int i = 0; i < output.length; i++) {
                output[i] += Math.max(hidden, 0) * weights.fromHidden(j)[i];
            }
        }
        double[] q = new double[model.vocabularySize()];
        for (int token = 0; token < q.length; token++) {
            q[token] = token == model.endOfTextToken() ? Double.NEGATIVE_INFINITY : bias;
            for (int i = 0; i < output.length; i++) {
                q[token] += output[i] * model.outputEmbedding()[token][i];
            }
        }
        return q;
    }

    private static double logSumExp(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value);
        }
        return Math.log(sum);
    }

    /** Central difference of a function of one weight. */
    static double slope(float[] row, int index, float step, ToDoubleFunction<float[]> function) {
        float original = row[index];
        row[index] = original + step;
        float above = row[index];
        double high = function.applyAsDouble(row);
        row[index] = original - step;
        float below = row[index];
        double low = function.applyAsDouble(row);
        row[index] = original;
        return (high - low) / ((double) above - below);
    }
}

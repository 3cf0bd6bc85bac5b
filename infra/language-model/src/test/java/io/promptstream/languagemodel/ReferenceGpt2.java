package io.promptstream.languagemodel;

import io.promptstream.languagemodel.format.FloatTensor;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** GPT-2 in loops over doubles, one sequence and one number at a time: what the network is compared with. */
final class ReferenceGpt2 {
    private final Gpt2Configuration configuration;
    private final Map<String, FloatTensor> weights;
    private final IntToDoubleFunction scale;

    ReferenceGpt2(Gpt2Configuration configuration, Map<String, FloatTensor> weights) {
        this(configuration, weights, layer -> 1 / Math.sqrt(configuration.headWidth()));
    }

    /** @param scale factor of the attention scores of a layer */
    ReferenceGpt2(Gpt2Configuration configuration, Map<String, FloatTensor> weights, IntToDoubleFunction scale) {
        this.configuration = configuration;
        this.weights = weights;
        this.scale = scale;
    }

    /** Final hidden states {@code [T][width]}. */
    double[][] hidden(Tokens tokens) {
        int width = configuration.width();
        double[][] x = new double[tokens.size()][width];
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < width; i++) {
                x[t][i] = weight("wte.weight", tokens.get(t) * width + i) + weight("wpe.weight", t * width + i);
            }
        }
        for (int layer = 0; layer < configuration.layers(); layer++) {
            String block = "h." + layer + ".";
            add(x, attention(norm(x, block + "ln_1"), layer, block + "attn."));
            double[][] inner = linear(norm(x, block + "ln_2"), block + "mlp.c_fc", configuration.innerWidth());
            for (double[] row : inner) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = activate(row[i]);
                }
            }
            add(x, linear(inner, block + "mlp.c_proj", width));
        }
        return norm(x, "ln_f");
    }

    /** Logits of the token behind the last. */
    double[] nextTokenLogits(Tokens tokens) {
        double[] last = hidden(tokens)[tokens.size() - 1];
        double[] logits = new double[configuration.vocabularySize()];
        for (int token = 0; token < logits.length; token++) {
            for (int i = 0; i < last.length; i++) {
                logits[token] += last[i] * weight("wte.weight", token * last.length + i);
            }
        }
        return logits;
    }

    private double[][] attention(double[][] x, int layer, String prefix) {
        int width = configuration.width();
        int headWidth = configuration.headWidth();
        double[][] queryKeyValue = linear(x, prefix + "c_attn", 3 * width);
        double[][] mixed = new double[x.length][width];
        for (int head = 0; head < configuration.heads(); head++) {
            int from = head * headWidth;
            for (int t = 0; t < x.length; t++) {
                double[] probabilities = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int i = from; i < from + headWidth; i++) {
                        score += queryKeyValue[t][i] * queryKeyValue[s][width + i];
                    }
                    probabilities[s] = Math.exp(score * scale.applyAsDouble(layer));
                    sum += probabilities[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int i = from; i < from + headWidth; i++) {
                        mixed[t][i] += probabilities[s] / sum * queryKeyValue[s][2 * width + i];
                    }
                }
            }
        }
        return linear(mixed, prefix + "c_proj", width);
    }

    private double[][] norm(double[][] x, String name) {
        double[][] normed = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            int size = x[t].length;
            double mean = 0;
            double variance = 0;
            for (double value : x[t]) {
                mean += value / size;
            }
            for (double value : x[t]) {
                variance += (value - mean) * (value - mean) / size;
            }
            normed[t] = new double[size];
            for (int i = 0; i < size; i++) {
                double unit = (x[t][i] - mean) / Math.sqrt(variance + configuration.layerNormEpsilon());
                normed[t][i] = unit * weight(name + ".weight", i) + weight(name + ".bias", i);
            }
        }
        return normed;
    }

    private double[][] linear(double[][] x, String name, int out) {
        double[][] result = new double[x.length][out];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < out; o++) {
                result[t][o] = weight(name + ".bias", o);
                for (int i = 0; i < x[t].length; i++) {
                    result[t][o] += x[t][i] * weight(name + ".weight", i * out + o);
                }
            }
        }
        return result;
    }

    private double activate(double x) {
        return switch (configuration.activation()) {
            case GELU_NEW, GELU_PYTORCH_TANH ->
                0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case RELU -> Math.max(0, x);
            case GELU -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
        };
    }

    /** The error function; NIST's Digital Library of Mathematical Functions, 7.6.2. */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private double weight(String name, int index) {
        return TinyModel.values(weights, name)[index];
    }

    private static void add(double[][] x, double[][] y) {
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < x[t].length; i++) {
                x[t][i] += y[t][i];
            }
        }
    }
}

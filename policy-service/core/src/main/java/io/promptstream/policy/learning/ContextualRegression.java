package io.promptstream.policy.learning;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What prompts earn on all queries and, once contexts are known, on those of each context. A context begins with what is known of
 * all queries by then; what is earned in other contexts counts in it too, but for less.
 */
final class ContextualRegression {
    /** In place of a context. */
    static final int ALL = -1;
    /** With fewer there is nothing to compare. */
    static final int FEWEST_PROMPTS = 2;

    /** Of a prompt's mean over a round's queries, in squared standard deviations of a round's rewards. */
    private static final double NOISE = 1;
    /** What the noise of an observation in another context is multiplied by. */
    private static final double OF_OTHERS = 4;

    private final RewardRegression overall;
    /** Empty until contexts are known. */
    private final List<RewardRegression> byContext = new ArrayList<>();

    private ContextualRegression(RewardRegression overall) {
        this.overall = overall;
    }

    static ContextualRegression initial(int longest, int components) {
        return new ContextualRegression(RewardRegression.initial(longest, components));
    }

    /** Of all queries. */
    RewardRegression overall() {
        return overall;
    }

    /** Of a context; of all queries where that context is not known. */
    RewardRegression of(int context) {
        return known(context).map(byContext::get).orElse(overall);
    }

    /** The context, if there is one of this index. */
    Optional<Integer> known(int context) {
        return context >= 0 && context < byContext.size() ? Optional.of(context) : Optional.empty();
    }

    boolean hasContexts() {
        return !byContext.isEmpty();
    }

    /**
     * Takes in what the prompts of a round earned.
     *
     * @param contexts of queries, by index; of others the context is not known
     * @param count of contexts
     * @param unit standard deviation of a round's rewards
     * @return mean squared surprise over all queries
     */
    double observe(List<DescribedPrompt> round, Map<Integer, Integer> contexts, int count, double unit) {
        double noise =
                NOISE * round.stream().mapToInt(DescribedPrompt::queries).max().orElseThrow();
        if (byContext.size() != count) {
            byContext.clear();
            for (int context = 0; context < count; context++) {
                byContext.add(overall.copy());
            }
        }
        for (int context = 0; context < count; context++) {
            int own = context;
            IntPredicate ofContext = query -> contexts.getOrDefault(query, ALL) == own;
            RewardRegression regression = byContext.get(context);
            observe(regression, restricted(round, ofContext), unit, noise);
            observe(regression, restricted(round, ofContext.negate()), unit, OF_OTHERS * noise);
        }
        return observe(overall, round, unit, noise);
    }

    private static List<DescribedPrompt> restricted(List<DescribedPrompt> round, IntPredicate queries) {
        return round.stream().flatMap(prompt -> prompt.on(queries).stream()).toList();
    }

    /** @param noise of a prompt that was tried on one query */
    private static double observe(RewardRegression regression, List<DescribedPrompt> round, double unit, double noise) {
        if (round.size() < FEWEST_PROMPTS) {
            return 0;
        }
        double[] advantages =
                Advantages.of(round.stream().map(DescribedPrompt::scored).toList());
        double expected = round.stream()
                .mapToDouble(prompt -> regression.expected(prompt.features()))
                .average()
                .orElseThrow();
        double squares = 0;
        for (int n = 0; n < advantages.length; n++) {
            DescribedPrompt prompt = round.get(n);
            double reward = advantages[n] / unit + expected;
            double surprise = reward - regression.expected(prompt.features());
            squares += surprise * surprise / advantages.length;
            regression.observe(prompt.features(), reward, noise / prompt.queries());
        }
        return squares;
    }

    /** Forgets everything, and that there are contexts. */
    void forget() {
        overall.forget();
        byContext.clear();
    }

    /** All queries first, then the number of contexts, where they are known, and the same of each. */
    void write(DataOutputStream out) throws IOException {
        overall.write(out);
        if (!byContext.isEmpty()) {
            out.writeInt(byContext.size());
            for (RewardRegression each : byContext) {
                each.write(out);
            }
        }
    }

    /** @param contextual whether contexts were known when it was written */
    static ContextualRegression read(DataInputStream in, boolean contextual, int longest, int components)
            throws IOException {
        ContextualRegression read = new ContextualRegression(RewardRegression.read(in, longest, components));
        int contexts = contextual ? in.readInt() : 0;
        for (int i = 0; i < contexts; i++) {
            read.byContext.add(RewardRegression.read(in, longest, components));
        }
        return read;
    }
}

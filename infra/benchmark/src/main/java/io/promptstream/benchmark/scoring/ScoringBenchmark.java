package io.promptstream.benchmark.scoring;

import io.promptstream.benchmark.figure.Sample;
import io.promptstream.benchmark.options.ModelOptions;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How much faster prompts are scored when their input is encoded once. Three ways are timed on the same requests, one after the
 * other, over and over: every sequence in full; inputs never seen before, each encoded once for all its prompts; inputs
 * whose keys and values are still in the cache.
 *
 * <p>Time is processor time of the one thread that computes. On a quiet machine it equals wall-clock time; on a busy one
 * it excludes what others took.
 */
@Command(
        name = "scoring",
        description = "Scores label words with the input's prefix cached and without, on one thread.",
        mixinStandardHelpOptions = true)
public final class ScoringBenchmark implements Callable<Integer> {
    private static final int CANDIDATES = 10;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--prompts", defaultValue = "16", description = "Prompts per input. Default: ${DEFAULT-VALUE}")
    private int prompts;

    @Option(names = "--prompt-tokens", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
    private int promptTokens;

    @Option(
            names = "--input-tokens",
            defaultValue = "12,25,50,100",
            split = ",",
            description = "Lengths of inputs. Default: ${DEFAULT-VALUE}")
    private List<Integer> inputTokens = List.of();

    @Option(names = "--inputs", defaultValue = "16", description = "Inputs per call. Default: ${DEFAULT-VALUE}")
    private int inputs;

    @Option(names = "--seconds", defaultValue = "15", description = "Time per input length. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "One JSON object per input length.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * One input length.
     *
     * @param full sequences per second of processor time, every one in full
     * @param firstSeen with inputs that are encoded once
     * @param cached with inputs that are in the cache
     * @param difference largest difference between logits of the three ways
     */
    private record Row(int tokens, Sample full, Sample firstSeen, Sample cached, double difference) {
        double firstSeenRatio() {
            return firstSeen.median() / full.median();
        }

        double cachedRatio() {
            return cached.median() / full.median();
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (LanguageModel languageModel = LanguageModel.load(model.folder())) {
            if (!json) {
                out.printf(
                        "%s: %d prompts of %d tokens per input, %d inputs per call, %d candidates, one thread%n",
                        model.folder(), prompts, promptTokens, inputs, CANDIDATES);
                out.println(
                        "Sequences per second of processor time, median [quartiles]; in brackets behind: times as fast as in full");
                out.printf(
                        "%6s %27s %36s %36s %12s%n",
                        "tokens", "in full", "input encoded once", "input in the cache", "difference");
            }
            for (int tokens : inputTokens) {
                print(out, measure(languageModel, tokens));
                out.flush();
            }
        }
        return 0;
    }

    private Row measure(LanguageModel languageModel, int tokens) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        RandomGenerator random = new SplittableRandom(seed);
        int vocabulary = languageModel.configuration().vocabularySize();
        List<Double> full = new ArrayList<>();
        List<Double> firstSeen = new ArrayList<>();
        List<Double> cached = new ArrayList<>();
        double difference = 0;
        long start = System.nanoTime();
        long warm = start + Duration.ofSeconds(seconds).toNanos() / 5;
        long end = start + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            List<ScoringRequest> requests = requests(random, vocabulary, tokens);
            long begin = threads.getCurrentThreadCpuTime();
            List<float[][]> inFull = languageModel.scoreWithoutPrefixReuse(requests);
            long first = threads.getCurrentThreadCpuTime();
            List<float[][]> once = languageModel.score(requests);
            long second = threads.getCurrentThreadCpuTime();
            List<float[][]> again = languageModel.score(requests);
            long third = threads.getCurrentThreadCpuTime();
            difference = Math.max(difference, Math.max(difference(inFull, once), difference(inFull, again)));
            if (System.nanoTime() > warm) {
                full.add(perSecond(first - begin));
                firstSeen.add(perSecond(second - first));
                cached.add(perSecond(third - second));
            }
        }
        return new Row(tokens, new Sample(full), new Sample(firstSeen), new Sample(cached), difference);
    }

    /** Random ids: what is computed does not depend on them, and no input comes twice. */
    private List<ScoringRequest> requests(RandomGenerator random, int vocabulary, int tokens) {
        List<Tokens> suffixes = IntStream.range(0, prompts)
                .mapToObj(i -> tokens(random, vocabulary, promptTokens))
                .toList();
        Tokens candidates = Tokens.of(IntStream.range(0, CANDIDATES).toArray());
        return IntStream.range(0, inputs)
                .mapToObj(i -> new ScoringRequest(tokens(random, vocabulary, tokens), suffixes, candidates))
                .toList();
    }

    private static Tokens tokens(RandomGenerator random, int vocabulary, int count) {
        return Tokens.of(random.ints(count, 0, vocabulary).toArray());
    }

    private double perSecond(long nanos) {
        return inputs * prompts * 1e9 / nanos;
    }

    private static double difference(List<float[][]> left, List<float[][]> right) {
        double largest = 0;
        for (int r = 0; r < left.size(); r++) {
            for (int s = 0; s < left.get(r).length; s++) {
                for (int c = 0; c < left.get(r)[s].length; c++) {
                    largest = Math.max(largest, Math.abs(left.get(r)[s][c] - right.get(r)[s][c]));
                }
            }
        }
        return largest;
    }

    private void print(PrintWriter out, Row row) {
        if (json) {
            out.printf(
                    "{\"inputTokens\":%d,\"prompts\":%d,\"promptTokens\":%d,\"repeats\":%d,\"full\":%.1f,\"encodedOnce\":%.1f,"
                            + "\"cached\":%.1f,\"encodedOnceRatio\":%.3f,\"cachedRatio\":%.3f,\"difference\":%.2e}%n",
                    row.tokens(),
                    prompts,
                    promptTokens,
                    row.full().size(),
                    row.full().median(),
                    row.firstSeen().median(),
                    row.cached().median(),
                    row.firstSeenRatio(),
                    row.cachedRatio(),
                    row.difference());
        } else {
            out.printf(
                    "%6d %27s %28s (%4.2fx) %28s (%4.2fx) %12.1e%n",
                    row.tokens(),
                    text(row.full()),
                    text(row.firstSeen()),
                    row.firstSeenRatio(),
                    text(row.cached()),
                    row.cachedRatio(),
                    row.difference());
        }
    }

    private static String text(Sample sample) {
        return "%,.0f [%,.0f; %,.0f]".formatted(sample.median(), sample.quantile(0.25), sample.quantile(0.75));
    }
}

package io.promptstream.policy.learning;

import io.promptstream.languagemodel.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A Java machine that does nothing but learn, and writes down how much native memory is in use after each
 * part of the steps.
 */
final class LearningProcess {
    private static final int PROMPTS = 2;

    private LearningProcess() {}

    /** Takes the folder of the language model, the number of parts, the steps of a part, and the file to write. */
    public static void main(String[] args) throws IOException {
        NativeMemory memory = NativeMemory.find().orElseThrow();
        int parts = Integer.parseInt(args[1]);
        int steps = Integer.parseInt(args[2]);
        List<String> inUse = new ArrayList<>();
        try (LanguageModel model = LanguageModel.load(Path.of(args[0]), 0)) {
            PolicySettings settings =
                    new PolicySettings(2, 0, 40, 8, 1e-3, 1e-2, 5.0, Normalisation.RUNNING, 5.0, 0, 0.0, 0, 7, 0, 0);
            Policy policy = new Policies(new PretrainedLanguageModel(model))
                    .initial(new PolicySpecification.RlPrompt(settings, Set.of()));
            for (int part = 0; part < parts; part++) {
                for (int step = 0; step < steps; step++) {
                    learn(policy, (long) part * steps + step);
                }
                inUse.add(Long.toString(memory.bytesInUse()));
            }
        }
        Files.write(Path.of(args[3]), inUse);
    }

    private static void learn(Policy policy, long seed) {
        List<ScoredPrompt> round = new ArrayList<>();
        for (SampledPrompt sampled : policy.sample(PROMPTS, seed)) {
            round.add(new ScoredPrompt(sampled.prompt(), round.size()));
        }
        if (policy.learn(round).isEmpty()) {
            throw new IllegalStateException("nothing was learned with seed " + seed);
        }
    }
}

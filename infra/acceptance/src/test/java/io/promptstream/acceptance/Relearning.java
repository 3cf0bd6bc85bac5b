package io.promptstream.acceptance;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.policy.round.Learners;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Learns once more, in one undisturbed life, the rounds that a disturbed system learned, and compares every step. */
final class Relearning implements AutoCloseable {

    private final LanguageModel model;
    private final Learners learners;
    private final Task task;
    private int compared;
    private long version;
    private Optional<String> difference = Optional.empty();

    /** @param modelDirectory of the language model that the system's policies have */
    Relearning(Path modelDirectory, Task task) {
        this.model = LanguageModel.load(modelDirectory, 0);
        this.learners = new Learners(new Policies(new PretrainedLanguageModel(model)), Clock.systemUTC());
        this.task = task;
        learners.open(task, Optional.empty());
        learners.takeNews();
    }

    /**
     * Goes on behind what was compared before.
     *
     * @param live all that the live policy learned or left out, in its order; each with the digest of the weights after it
     * @param results the round results
     */
    void follow(List<LearnedRound> live, Function<UUID, RoundResult> results) {
        while (difference.isEmpty() && compared < live.size()) {
            LearnedRound expected = live.get(compared++);
            learners.learn(task, results.apply(expected.getRoundId()));
            List<LearnedRound> learned = learners.takeNews().stream()
                    .map(PolicySnapshot::getLearned)
                    .flatMap(List::stream)
                    .toList();
            if (learned.equals(List.of(expected))) {
                version = expected.getVersion().orElse(version);
            } else {
                difference = Optional.of("live: %s, relearned: %s".formatted(expected, learned));
            }
        }
    }

    /** The last version whose digest was equal. */
    long version() {
        return version;
    }

    /** Where the two first differ; nothing if every digest was equal so far. */
    Optional<String> difference() {
        return difference;
    }

    @Override
    public void close() {
        model.close();
    }
}

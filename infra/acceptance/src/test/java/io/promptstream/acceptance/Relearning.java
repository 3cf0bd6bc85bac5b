package io.promptstream.acceptance;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.policy.round.Learners;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Takes once more, in one undisturbed life, the steps that a disturbed policy took, and compares what comes of each. */
final class Relearning implements AutoCloseable {

    private final Runnable closing;
    private final Learners learners;
    private Optional<Task> task = Optional.empty();
    private int compared;
    private long version;
    private Optional<String> difference = Optional.empty();

    /** @param modelDirectory of the language model that the policies of the system have */
    static Relearning load(Path modelDirectory) {
        var model = LanguageModel.load(modelDirectory, 0);
        return new Relearning(new PretrainedLanguageModel(model), model::close);
    }

    /** @param closing is run when nothing more is relearned */
    Relearning(FrozenLanguageModel model, Runnable closing) {
        this.closing = closing;
        this.learners = new Learners(new Policies(model), Clock.systemUTC(), "acceptance");
    }

    /** What a step led to: everything but when and by which release it was taken. */
    private record Outcome(Object kind, long revision, long version, String digest, List<LearnedRound> learned) {
        static Outcome of(PolicyEvent step) {
            return new Outcome(
                    step.getKind(), step.getTaskRevision(), step.getVersion(), step.getDigest(), step.getLearned());
        }
    }

    /**
     * Continues behind what was compared before.
     *
     * @param live the whole life of the live policy, in its order
     * @param results the round results
     */
    void follow(List<PolicyEvent> live, Function<UUID, RoundResult> results) {
        while (difference.isEmpty() && compared < live.size()) {
            var step = live.get(compared++);
            take(step, results);
            var expected = List.of(Outcome.of(step));
            var outcomes = learners.takeUpdates().stream()
                    .map(PolicyUpdate::steps)
                    .flatMap(List::stream)
                    .map(Outcome::of)
                    .toList();
            if (outcomes.equals(expected)) {
                version = step.getVersion();
            } else {
                difference = Optional.of("live: %s, relearned: %s".formatted(expected, outcomes));
            }
        }
    }

    private void take(PolicyEvent step, Function<UUID, RoundResult> results) {
        switch (step.getKind()) {
            case BEGAN, CONTINUED -> change(step.getTask().orElseThrow());
            case LEARNED ->
                step.getLearned()
                        .forEach(round -> learners.learn(task.orElseThrow(), results.apply(round.getRoundId())));
            case PROMOTED, UNKNOWN -> throw new IllegalStateException("nobody ordered the step " + step);
        }
    }

    private void change(Task next) {
        if (task.isPresent()) {
            learners.reopen(next, Optional.empty());
        } else {
            learners.open(next, Optional.empty(), Optional.empty());
        }
        task = Optional.of(next);
    }

    /** The version after the last step that was compared and equal. */
    long version() {
        return version;
    }

    /** Where the two first differ; nothing if every digest was equal so far. */
    Optional<String> difference() {
        return difference;
    }

    @Override
    public void close() {
        closing.run();
    }
}

package io.promptstream.reward.query;

import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.Reward;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.function.Evidence;
import io.promptstream.reward.function.RewardFunction;
import io.promptstream.reward.function.RewardFunctions;
import io.promptstream.reward.function.Scoring;
import io.promptstream.reward.function.UncalibratedScores;
import io.promptstream.schemas.Excerpt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides what an output is worth by its task's reward function. */
final class Scorer {
    private static final int FIRST = 0;

    private final Tasks tasks;
    private final RewardFunctions functions;
    private final Consumer<ScoringEffect> effects;

    Scorer(Tasks tasks, RewardFunctions functions, Consumer<ScoringEffect> effects) {
        this.tasks = tasks;
        this.functions = functions;
        this.effects = effects;
    }

    /**
     * Decides on one output.
     *
     * @param evidence what it is judged by, the best first; the first that can be used counts
     * @param taskFrom first revision of the task that the evidence belongs to; 0: not known
     * @param now the time that a reward is stamped with
     */
    Decision decide(TaskOutput output, List<Evidence> evidence, long taskFrom, Instant now) {
        Optional<Failure> failure = output.getFailure();
        if (failure.isPresent()) {
            return new Decision.Give(failed(output, failure.get().getCode(), null, now), null);
        }
        Optional<Task> task = tasks.find(output.getTaskId());
        if (task.isEmpty() || task.get().getRevision() < output.getProvenance().getTaskRevision()) {
            return new Decision.AwaitTask();
        }
        if (output.getProvenance().getTaskRevision()
                < Math.max(taskFrom, task.get().getFirstRevision())) {
            return new Decision.Give(ofDeletedTask(output, now), null);
        }
        Optional<RewardFunction> function = functions.of(task.get());
        if (function.isEmpty()) {
            return new Decision.Give(failed(output, FailureCode.UNSUPPORTED_TASK, null, now), null);
        }
        String unusable = null;
        for (Evidence candidate : evidence) {
            switch (function.get().score(output, candidate)) {
                case Scoring.Scored scored -> {
                    return new Decision.Give(
                            succeeded(output, scored, UncalibratedScores.of(output, task.get()), now), null);
                }
                case Scoring.Unscorable unscorable -> {
                    unscorable(output, unscorable.reason());
                    return new Decision.Give(
                            failed(output, FailureCode.UNSCORABLE, candidate.reference(), now), unscorable.reason());
                }
                case Scoring.UnusableReference ignored ->
                    unusable = unusable == null ? candidate.reference() : unusable;
                case Scoring.Unreferenced ignored -> {}
            }
        }
        return new Decision.AwaitReference(Tasks.window(task.get()), unusable);
    }

    /** The failure of an output for which there was nothing but a reference that it cannot be compared with. */
    Reward withoutUsableReference(TaskOutput output, String reference, Instant now) {
        unscorable(output, "the reference \"" + Excerpt.of(reference) + "\" cannot be used");
        return failed(output, FailureCode.UNSCORABLE, reference, now);
    }

    private void unscorable(TaskOutput output, String reason) {
        effects.accept(new ScoringEffect.Unscorable(output.getTaskId(), output.getProposalId(), reason));
    }

    /** The failure of an output whose task was deleted. */
    Reward ofDeletedTask(TaskOutput output, Instant now) {
        return failed(output, FailureCode.TASK_DELETED, null, now);
    }

    /** The failure of an output whose task did not become known. */
    Reward withoutTask(TaskOutput output, Instant now) {
        return failed(output, FailureCode.UNKNOWN_TASK, null, now);
    }

    private static Reward succeeded(TaskOutput output, Scoring.Scored scored, List<Float> labelScores, Instant now) {
        return new Reward(
                output.getProposalId(),
                output.getQueryId(),
                output.getTaskId(),
                output.getProvenance(),
                scored.value(),
                scored.components(),
                scored.correct(),
                scored.reference(),
                output.getText().orElse(null),
                output.getModelId(),
                output.getPromptTokens(),
                output.getCompletionTokens(),
                null,
                now,
                FIRST,
                null,
                labelScores,
                output.getPromptGradient());
    }

    private static Reward failed(TaskOutput output, FailureCode code, @Nullable String reference, Instant now) {
        return new Reward(
                output.getProposalId(),
                output.getQueryId(),
                output.getTaskId(),
                output.getProvenance(),
                null,
                Map.of(),
                null,
                reference,
                output.getText().orElse(null),
                output.getModelId(),
                output.getPromptTokens(),
                output.getCompletionTokens(),
                code,
                now,
                FIRST,
                null,
                List.of(),
                List.of());
    }
}

package io.promptstream.policy.app.evaluate;

import io.micronaut.http.HttpStatus;
import io.promptstream.event.Lineage;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.Task;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.app.snapshots.Snapshots;
import io.promptstream.policy.evaluation.Target;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.PolicyState;
import io.promptstream.policy.learning.WrittenPrompt;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.PolicySpecifications;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Finds the policy that a request wants evaluated. */
@Singleton
public final class EvaluationTargets {
    /** Any; equal requests get equal draws. */
    private static final long SEED = 1;

    private final Snapshots snapshots;
    private final FrozenLanguageModel model;

    EvaluationTargets(Snapshots snapshots, FrozenLanguageModel model) {
        this.snapshots = snapshots;
        this.model = model;
    }

    /**
     * A target.
     *
     * @param snapshot that it was made from; nothing for prompts that were given
     * @param prompts the only prompts that it draws; empty for a policy that samples
     */
    record Found(Target target, Optional<PolicySnapshot> snapshot, List<String> prompts) {}

    /** The target; refuses a request that names a policy which is not there. */
    Found find(Task task, EvaluationRequest request) {
        if (!request.prompts().isEmpty()) {
            List<WrittenPrompt> written = request.prompts().stream()
                    .map(text -> new WrittenPrompt(text, List.of()))
                    .toList();
            return new Found(Target.uniform(written), Optional.empty(), request.prompts());
        }
        PolicySnapshot snapshot = snapshot(task, request);
        if (request.served()) {
            Prompt served = Leaderboard.served(snapshot);
            Target target = Target.of(new WrittenPrompt(served.getText(), served.getTokens()));
            return new Found(target, Optional.of(snapshot), List.of(served.getText()));
        }
        return sampling(task, snapshot);
    }

    /** What the policy of a snapshot samples; refuses one that does not fit the task. */
    public Found sampling(Task task, PolicySnapshot snapshot) {
        return new Found(Target.sampling(restored(task, snapshot), SEED), Optional.of(snapshot), List.of());
    }

    private PolicySnapshot snapshot(Task task, EvaluationRequest request) {
        if (!snapshots.ready()) {
            throw new KafkaException("the snapshots are still being read");
        }
        String taskId = task.getTaskId();
        if (request.candidate().isPresent()) {
            String name = request.candidate().get();
            return snapshots
                    .candidate(taskId, name)
                    .flatMap(snapshots::whole)
                    .orElseThrow(() -> refused(
                            HttpStatus.NOT_FOUND,
                            "candidate",
                            "%s is not a candidate of task %s; make it with 'promptstream replay --task %s --name %s'"
                                    .formatted(name, taskId, taskId, name)));
        }
        PolicySnapshot live = snapshots
                .newest(taskId)
                .flatMap(snapshots::whole)
                .orElseThrow(() -> refused(
                        HttpStatus.NOT_FOUND,
                        "id",
                        "task %s has no policy yet; ask again in a moment".formatted(taskId)));
        long version = request.version().orElse(live.getVersion());
        if (version != live.getVersion()) {
            throw refused(
                    HttpStatus.CONFLICT,
                    "version",
                    ("is %d and the live policy is at %d; replay that version with 'promptstream replay"
                                    + " --task %s --name version-%d --end %d' and evaluate that candidate")
                            .formatted(version, live.getVersion(), taskId, version, version));
        }
        return live;
    }

    /** Without truncation, so that what it draws is what its probabilities say. */
    private Policy restored(Task task, PolicySnapshot snapshot) {
        PolicyDefinition definition =
                snapshot.getLineage().map(Lineage::getPolicy).orElse(task.getPolicy());
        Task asked = Task.newBuilder(task)
                .setPolicy(PolicyDefinition.newBuilder(definition).setTopK(0).build())
                .build();
        byte[] state = new byte[snapshot.getState().remaining()];
        snapshot.getState().duplicate().get(state);
        try {
            return new Policies(model)
                    .restore(PolicySpecifications.of(asked), new PolicyState(snapshot.getStateFormat(), state));
        } catch (IncompatibleStateException e) {
            throw refused(
                    HttpStatus.CONFLICT,
                    snapshot.getCandidate().isPresent() ? "candidate" : "version",
                    "does not fit the task as it is now: %s; replay it again with 'promptstream replay --task %s'"
                            .formatted(e.getMessage(), task.getTaskId()));
        }
    }

    private static RequestException refused(HttpStatus status, String field, String message) {
        return new RequestException(status, List.of(new FieldError(field, message)));
    }
}

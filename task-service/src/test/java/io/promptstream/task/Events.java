package io.promptstream.task;

import io.promptstream.event.Label;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events for tests. */
public final class Events {
    /** When the events were made. */
    public static final Instant NOW = Instant.parse("2026-05-04T10:15:30Z");

    /** The reward window of every task. */
    public static final Duration WINDOW = Duration.ofSeconds(30);

    private Events() {}

    /** A classification task with the template {@code {input} {prompt}} and labels that are their own verbalizers. */
    public static Task classification(String taskId, TaskModelDefinition model, String... labels) {
        return task(taskId, OutputKind.CLASSIFICATION, model)
                .setLabels(List.of(labels).stream()
                        .map(label -> new Label(label, label))
                        .toList())
                .build();
    }

    public static Task generation(String taskId, TaskModelDefinition model) {
        return task(taskId, OutputKind.GENERATION, model).build();
    }

    public static Task.Builder task(String taskId, OutputKind kind, TaskModelDefinition model) {
        return Task.newBuilder()
                .setTaskId(taskId)
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(kind)
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.LABEL_MARGIN)
                        .setWindowMillis(WINDOW.toMillis())
                        .setMissing(MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(model)
                .setPolicy(
                        PolicyDefinition.newBuilder().setKind(PolicyKind.FIXED).build())
                .setCreatedAt(NOW)
                .setUpdatedAt(NOW);
    }

    public static TaskModelDefinition local(String name) {
        return new TaskModelDefinition(TaskModelKind.LOCAL, name, null, null, 4, null);
    }

    public static TaskModelDefinition remote(String url, @Nullable String apiKeyVariable) {
        return new TaskModelDefinition(TaskModelKind.OPENAI_COMPATIBLE, "some-model", url, apiKeyVariable, 4, null);
    }

    public static PromptProposal proposal(String proposalId, String taskId, String input, String prompt) {
        return proposal(proposalId, taskId, input, prompt, 1, NOW);
    }

    /** A proposal of a round. */
    public static PromptProposal exploration(String proposalId, String taskId, Instant proposedAt) {
        PromptProposal proposal = proposal(proposalId, taskId, "monday", "sun", 1, proposedAt);
        return PromptProposal.newBuilder(proposal)
                .setProvenance(Provenance.newBuilder(proposal.getProvenance())
                        .setRole(Role.EXPLORE)
                        .setRoundId(new UUID(1, 2))
                        .setRoundPrompts(1)
                        .setRoundQueries(1)
                        .setAskedAt(proposedAt.minusSeconds(2))
                        .build())
                .build();
    }

    public static PromptProposal proposal(
            String proposalId, String taskId, String input, String prompt, long taskRevision, Instant proposedAt) {
        return PromptProposal.newBuilder()
                .setProposalId(proposalId)
                .setQueryId("query-of-" + proposalId)
                .setTaskId(taskId)
                .setInput(input)
                .setProvenance(Provenance.newBuilder()
                        .setRole(Role.SERVE)
                        .setPolicyVersion(3)
                        .setTaskRevision(taskRevision)
                        .setPrompt(new Prompt(prompt, List.of()))
                        .setLogProbability(-1.5)
                        .setTruncation(new SamplerTruncation(256, 0, 0))
                        .setSeed(7)
                        .setProposedAt(proposedAt)
                        .build())
                .build();
    }
}

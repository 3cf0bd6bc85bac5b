package io.promptstream.reward;

import io.promptstream.event.Evaluation;
import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.Feedback;
import io.promptstream.event.Label;
import io.promptstream.event.LabelScore;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.ProposalIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events as the other services write them. The task has the labels yes and no. */
public final class Events {
    public static final String TASK = "questions";
    public static final Duration WINDOW = Duration.ofSeconds(30);
    public static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

    private Events() {}

    public static Task task() {
        return task(reward(RewardKind.LABEL_MARGIN, MissingRewardRule.LEAVE_OUT));
    }

    public static Task task(RewardDefinition reward) {
        return Task.newBuilder()
                .setTaskId(TASK)
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(OutputKind.CLASSIFICATION)
                .setLabels(List.of(new Label("yes", "yes"), new Label("no", "no")))
                .setReward(reward)
                .setTaskModel(TaskModelDefinition.newBuilder()
                        .setKind(TaskModelKind.LOCAL)
                        .setName("bundled")
                        .build())
                .setPolicy(PolicyDefinition.newBuilder()
                        .setKind(PolicyKind.RLPROMPT)
                        .build())
                .setCreatedAt(TIME)
                .setUpdatedAt(TIME)
                .build();
    }

    public static RewardDefinition reward(RewardKind kind, MissingRewardRule missing) {
        return RewardDefinition.newBuilder()
                .setKind(kind)
                .setWindowMillis(WINDOW.toMillis())
                .setMissing(missing)
                .setMissingValue(-100)
                .build();
    }

    /** Of the kind of {@link #task()}, with another window. */
    public static RewardDefinition rewardWithin(Duration window) {
        return RewardDefinition.newBuilder(reward(RewardKind.LABEL_MARGIN, MissingRewardRule.LEAVE_OUT))
                .setWindowMillis(window.toMillis())
                .build();
    }

    public static Query query(String queryId, @Nullable String reference) {
        return Query.newBuilder()
                .setQueryId(queryId)
                .setTaskId(TASK)
                .setText("Is it?")
                .setReference(reference)
                .setAskedAt(TIME)
                .build();
    }

    public static Feedback reference(String queryId, @Nullable String proposalId, String reference) {
        return feedback(queryId, proposalId).setReference(reference).build();
    }

    public static Feedback rating(String queryId, @Nullable String proposalId, double rating) {
        return feedback(queryId, proposalId).setRating(rating).build();
    }

    private static Feedback.Builder feedback(String queryId, @Nullable String proposalId) {
        return Feedback.newBuilder()
                .setFeedbackId("feedback")
                .setQueryId(queryId)
                .setTaskId(TASK)
                .setProposalId(proposalId)
                .setGivenAt(TIME);
    }

    /** An output of role SERVE with the given logits of yes and no. */
    public static TaskOutput output(String queryId, double yes, double no) {
        return output(queryId, ProposalIds.serve(TASK, queryId), provenance(Role.SERVE, null, 0, 0, 0, 0), yes, no)
                .build();
    }

    /** An output of a round with the given logits of yes and no. */
    public static TaskOutput output(String queryId, Provenance provenance, double yes, double no) {
        return output(queryId, proposalId(provenance), provenance, yes, no).build();
    }

    public static TaskOutput failure(String queryId, Provenance provenance, FailureCode code) {
        return output(queryId, proposalId(provenance), provenance, 0, 0)
                .setScores(List.of())
                .setText(null)
                .setFailure(new Failure(code, "it did not work"))
                .build();
    }

    public static TaskOutput text(String queryId, String text) {
        return output(queryId, ProposalIds.serve(TASK, queryId), provenance(Role.SERVE, null, 0, 0, 0, 0), 0, 0)
                .setScores(List.of())
                .setText(text)
                .build();
    }

    private static TaskOutput.Builder output(
            String queryId, String proposalId, Provenance provenance, double yes, double no) {
        double sum = Math.exp(yes) + Math.exp(no);
        return TaskOutput.newBuilder()
                .setProposalId(proposalId)
                .setQueryId(queryId)
                .setTaskId(TASK)
                .setProvenance(provenance)
                .setModelId("bundled")
                .setScores(List.of(
                        new LabelScore("yes", yes, Math.exp(yes) / sum), new LabelScore("no", no, Math.exp(no) / sum)))
                .setText(yes >= no ? "yes" : "no")
                .setPromptTokens(7)
                .setCompletionTokens(1)
                .setProducedAt(TIME);
    }

    public static PromptProposal proposal(String queryId, Provenance provenance) {
        return PromptProposal.newBuilder()
                .setProposalId(proposalId(provenance))
                .setQueryId(queryId)
                .setTaskId(TASK)
                .setInput("Is it?")
                .setProvenance(provenance)
                .build();
    }

    /** A reward of a round; null means that the output failed. */
    public static Reward reward(String queryId, Provenance provenance, @Nullable Double value) {
        return new Reward(
                proposalId(provenance),
                queryId,
                TASK,
                provenance,
                value,
                Map.of(),
                value == null ? null : Boolean.valueOf(value > 0),
                "yes",
                value == null ? null : "yes",
                "bundled",
                7,
                1,
                value == null ? FailureCode.MODEL_FAILURE : null,
                TIME,
                0,
                null);
    }

    public static Provenance explore(UUID roundId, int prompts, int queries, int promptIndex, int queryIndex) {
        return provenance(Role.EXPLORE, roundId, prompts, queries, promptIndex, queryIndex);
    }

    /** Of the prompt at this place of an evaluation. */
    public static Provenance evaluate(int promptIndex) {
        return provenance(Role.EVALUATE, null, 0, 0, promptIndex, 0);
    }

    /** A query that measures these prompts. */
    public static Query evaluation(String queryId, @Nullable String reference, String... prompts) {
        return Query.newBuilder(query(queryId, reference))
                .setEvaluation(new Evaluation("evaluation", List.of(prompts)))
                .build();
    }

    /** An output that measures a prompt, with the given logits of yes and no. */
    public static TaskOutput evaluated(String queryId, int promptIndex, double yes, double no) {
        String proposalId = ProposalIds.evaluate(TASK, queryId, promptIndex);
        return output(queryId, proposalId, evaluate(promptIndex), yes, no).build();
    }

    private static Provenance provenance(
            Role role, @Nullable UUID roundId, int prompts, int queries, int promptIndex, int queryIndex) {
        return Provenance.newBuilder()
                .setRoundId(roundId)
                .setPromptIndex(promptIndex)
                .setQueryIndex(queryIndex)
                .setRoundPrompts(prompts)
                .setRoundQueries(queries)
                .setRole(role)
                .setPolicyVersion(3)
                .setTaskRevision(1)
                .setPrompt(new Prompt("prompt " + promptIndex, List.of(promptIndex, 7)))
                .setLogProbability(-1.5 - promptIndex)
                .setTruncation(new SamplerTruncation(256, 0, 8000))
                .setSeed(42L + promptIndex)
                .setProposedAt(TIME)
                .build();
    }

    private static String proposalId(Provenance provenance) {
        return provenance.getRoundId().orElseThrow() + "-" + provenance.getPromptIndex() + "-"
                + provenance.getQueryIndex();
    }
}

package io.promptstream.acceptance;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.schemas.ProposalIds;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of one query, one prompt and one round. */
final class BookEvents {
    static final UUID ROUND = new UUID(0, 1);
    static final Prompt PROMPT = new Prompt("prompt", List.of(1));
    static final String EXPLORES = ROUND + "-0-0";

    private BookEvents() {}

    static String serves(String queryId) {
        return ProposalIds.serve("task", queryId);
    }

    static PromptProposal proposal(String id, @Nullable UUID round) {
        return proposal(id, round, 1);
    }

    static PromptProposal proposal(String id, @Nullable UUID round, int queries) {
        return PromptProposal.newBuilder()
                .setProposalId(id)
                .setQueryId(round == null ? id.substring("task/".length(), id.length() - "-serve".length()) : "a")
                .setTaskId("task")
                .setInput("input")
                .setProvenance(provenance(round, queries))
                .build();
    }

    static Provenance provenance(@Nullable UUID round, int queries) {
        return Provenance.newBuilder()
                .setRole(round == null ? Role.SERVE : Role.EXPLORE)
                .setRoundId(round)
                .setRoundPrompts(round == null ? 0 : 1)
                .setRoundQueries(round == null ? 0 : queries)
                .setPolicyVersion(0)
                .setTaskRevision(1)
                .setPrompt(PROMPT)
                .setLogProbability(0)
                .setTruncation(new SamplerTruncation(0, 0, 0))
                .setSeed(1)
                .setProposedAt(Instant.EPOCH)
                .build();
    }

    static Reward reward(String id, double value) {
        return Reward.newBuilder()
                .setProposalId(id)
                .setQueryId("a")
                .setTaskId("task")
                .setProvenance(provenance(null, 1))
                .setValue(value)
                .setModelId("model")
                .setRewardedAt(Instant.EPOCH)
                .build();
    }

    static RoundResult result(double reward) {
        return RoundResult.newBuilder()
                .setRoundId(ROUND)
                .setTaskId("task")
                .setTaskRevision(1)
                .setPolicyVersion(0)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(List.of(PromptResult.newBuilder()
                        .setPrompt(PROMPT)
                        .setPromptIndex(0)
                        .setOrigin(PromptOrigin.SAMPLED)
                        .setLogProbability(0)
                        .setTruncation(new SamplerTruncation(0, 0, 0))
                        .setSeed(1)
                        .setRewards(List.of(new QueryReward(0, reward, null, false)))
                        .build()))
                .setExpectedRewards(1)
                .setReceivedRewards(1)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }

    static PolicyEvent learned(@Nullable Long version) {
        var round = LearnedRound.newBuilder()
                .setRoundId(ROUND)
                .setPolicyVersion(0)
                .setVersion(version)
                .setMeanReward(5)
                .setClosedAt(Instant.EPOCH)
                .build();
        return PolicyEvent.newBuilder()
                .setTaskId("task")
                .setTaskRevision(1)
                .setKind(PolicyEventKind.LEARNED)
                .setVersion(version == null ? 1 : version)
                .setDigest("")
                .setLearned(List.of(round))
                .setCodeVersion("test")
                .setAt(Instant.EPOCH)
                .build();
    }
}

package io.promptstream.reward.dashboard;

import io.promptstream.event.Feedback;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of one round, as a viewer's loop sees them. */
final class LoopEvents {
    static final UUID ROUND = UUID.randomUUID();
    static final Provenance EXPLORE = Events.explore(ROUND, 1, 1, 0, 0);

    private LoopEvents() {}

    static PromptProposal serving(String prompt, long version, Instant at) {
        Provenance provenance = Provenance.newBuilder(EXPLORE)
                .setRoundId(null)
                .setRole(Role.SERVE)
                .setOrigin(PromptOrigin.CHAMPION)
                .setPolicyVersion(version)
                .setPrompt(new Prompt(prompt, List.of(1)))
                .setProposedAt(at)
                .build();
        return PromptProposal.newBuilder(Events.proposal("q" + at, EXPLORE))
                .setProvenance(provenance)
                .build();
    }

    static Feedback feedback(String queryId, String reference, Instant at) {
        return Feedback.newBuilder(Events.reference(queryId, null, reference))
                .setGivenAt(at)
                .build();
    }

    static PolicyEvent learned(@Nullable Long version) {
        LearnedRound round = LearnedRound.newBuilder()
                .setRoundId(ROUND)
                .setPolicyVersion(3)
                .setVersion(version)
                .setMeanReward(20)
                .setClosedAt(Events.TIME)
                .build();
        return PolicyEvent.newBuilder()
                .setTaskId(Events.TASK)
                .setTaskRevision(1)
                .setKind(PolicyEventKind.LEARNED)
                .setVersion(version == null ? 3 : version)
                .setDigest("d1")
                .setLearned(List.of(round))
                .setCodeVersion("1")
                .setAt(Events.TIME)
                .build();
    }

    static RoundResult round() {
        return RoundResult.newBuilder()
                .setRoundId(ROUND)
                .setTaskId(Events.TASK)
                .setTaskRevision(1)
                .setPolicyVersion(3)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(List.of())
                .setExpectedRewards(1)
                .setReceivedRewards(1)
                .setOpenedAt(Events.TIME)
                .setClosedAt(Events.TIME)
                .build();
    }
}

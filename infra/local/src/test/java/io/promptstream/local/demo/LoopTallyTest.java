package io.promptstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LoopTallyTest {

    private final LoopTally tally = new LoopTally();

    @Test
    void knowsWhenEveryProposalHasItsReward() {
        // Given one query with two proposals, one answered and rewarded
        tally.query();
        tally.proposal("q1");
        tally.proposal("q1");
        tally.output(false);
        tally.reward();

        // Then
        assertThat(tally.counts().isComplete()).isFalse();
        assertThat(tally.backlog()).isEqualTo(new Backlog(1, 1, 0));

        // When the second output is a failure, which is rewarded too
        tally.output(true);
        tally.reward();

        // Then
        assertThat(tally.counts().isComplete()).isTrue();
        assertThat(tally.counts().failedOutputs()).isEqualTo(1);
    }

    @Test
    void keepsTheMeanRewardOfWhatThePolicyDrew() {
        // When
        tally.round(round(sampled(-50, -30), sampled(-20, 0), prompt(PromptOrigin.CHAMPION, 90, 90)));
        tally.round(round(sampled(-60), sampled()));

        // Then
        var counts = tally.counts();
        assertThat(counts.rounds()).isEqualTo(2);
        assertThat(counts.roundRewards()).containsExactly(-25.0, -60.0);
    }

    private static PromptResult sampled(double... rewards) {
        return prompt(PromptOrigin.SAMPLED, rewards);
    }

    private static PromptResult prompt(PromptOrigin origin, double... rewards) {
        var values = new ArrayList<QueryReward>();
        for (double reward : rewards) {
            values.add(new QueryReward(values.size(), reward, reward > 0, false));
        }
        return new PromptResult(
                new Prompt("text", List.of()),
                0,
                origin,
                -1.0,
                new SamplerTruncation(0, 0, 0),
                1L,
                values,
                List.of(),
                List.of());
    }

    private static RoundResult round(PromptResult... prompts) {
        return RoundResult.newBuilder()
                .setRoundId(UUID.randomUUID())
                .setTaskId("task")
                .setTaskRevision(1)
                .setPolicyVersion(0)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(List.of(prompts))
                .setExpectedRewards(4)
                .setReceivedRewards(4)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }
}

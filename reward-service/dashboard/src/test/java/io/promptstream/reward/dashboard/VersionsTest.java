package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private final Versions versions = new Versions(new TokenTexts(Map.of()), () -> 100);

    @Test
    void showsTheSpreadOfARoundThatWasReadBeforeItsVersion() {
        // When
        versions.closed(round(10, 30), 1);
        versions.stepped(LoopEvents.learned(4L), 2);

        // Then
        assertThat(versions.rowsSince(1)).singleElement().satisfies(VersionsTest::hasTheSpread);
    }

    @Test
    void showsTheSpreadOfARoundThatWasReadAfterItsVersion() {
        // Given
        versions.stepped(LoopEvents.learned(4L), 1);

        // When
        versions.closed(round(10, 30), 2);

        // Then
        assertThat(versions.rowsSince(1)).singleElement().satisfies(VersionsTest::hasTheSpread);
    }

    @Test
    void saysAtWhichVersionRewardsHadChanged() {
        // Given
        PolicyEvent step = LoopEvents.learned(4L);
        LearnedRound round = step.getLearned().getFirst();

        // When
        versions.stepped(
                PolicyEvent.newBuilder(step)
                        .setLearned(List.of(
                                LearnedRound.newBuilder(round).setDrift(true).build()))
                        .build(),
                1);

        // Then
        assertThat(versions.rowsSince(0)).extracting(VersionRow::kind).containsExactly("REWARDS_CHANGED");
    }

    @Test
    void saysSinceWhichVersionExploringHasStopped() {
        // When
        versions.stepped(stopped(4L, 2L), 1);
        Long stopped = versions.stoppedSince();
        versions.stepped(stopped(5L, null), 2);

        // Then
        assertThat(stopped).isEqualTo(2);
        assertThat(versions.stoppedSince()).isNull();
    }

    private static PolicyEvent stopped(long version, @Nullable Long since) {
        PolicyEvent step = LoopEvents.learned(version);
        return PolicyEvent.newBuilder(step)
                .setLearned(List.of(LearnedRound.newBuilder(step.getLearned().getFirst())
                        .setStoppedSince(since)
                        .build()))
                .build();
    }

    private static void hasTheSpread(VersionRow row) {
        assertThat(row.version()).isEqualTo(4);
        assertThat(row.meanReward()).isEqualTo(20);
        assertThat(row.deviation()).isEqualTo(10);
        assertThat(row.rewards()).isEqualTo(2);
    }

    private static RoundResult round(double... rewards) {
        PromptResult prompt = PromptResult.newBuilder()
                .setPrompt(LoopEvents.EXPLORE.getPrompt())
                .setPromptIndex(0)
                .setOrigin(LoopEvents.EXPLORE.getOrigin())
                .setLogProbability(-1)
                .setTruncation(LoopEvents.EXPLORE.getTruncation())
                .setSeed(1)
                .setRewards(DoubleStream.of(rewards)
                        .mapToObj(value -> new QueryReward(0, value, null, false))
                        .toList())
                .build();
        return RoundResult.newBuilder(LoopEvents.round())
                .setPrompts(List.of(prompt))
                .build();
    }
}

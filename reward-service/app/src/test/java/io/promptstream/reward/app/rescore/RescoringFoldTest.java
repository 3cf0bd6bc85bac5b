package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Replay;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.AvroFramed;
import io.promptstream.reward.app.TopologyHarness;
import io.promptstream.reward.rescoring.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RescoringFoldTest {
    private static final RewardDefinition OLD = Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.LEAVE_OUT);
    private static final RewardDefinition NEW = RewardDefinition.newBuilder(
                    Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.DEFAULT_VALUE))
            .setCorrectScale(37)
            .setIncorrectScale(11)
            .setWindowMillis(17_000)
            .setMissingValue(-3)
            .build();
    private static final UUID ROUND = new UUID(1, 1);
    /** All windows are over. */
    private static final Instant END = Events.TIME.plus(Duration.ofMinutes(25));

    private static final Duration TICK = TopologyHarness.CONFIGURATION.tick();

    @TempDir
    Path stateDir;

    /** Everything is equal but the time at which a round was closed by its deadline: live scoring looks at it now and then. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void givesTheRoundResultsThatLiveScoringWithTheSameRewardGives(long seed) {
        // Given
        List<RecordedTraffic.Entry> traffic = RecordedTraffic.of(seed);
        Map<UUID, RoundResult> live = byRound(scoredLive(traffic, NEW));
        Map<UUID, RoundResult> before = byRound(scoredLive(traffic, OLD));

        // When
        try (RescoringHarness harness = rescoring(NEW)) {
            traffic.forEach(entry -> harness.record(entry.source(), entry.key(), entry.value(), entry.time()));
            harness.end(END);
            List<RoundResult> rescored = harness.results();

            // Then
            assertThat(rescored).hasSize(RecordedTraffic.ROUNDS).allSatisfy(result -> {
                RoundResult same = of(live, result.getRoundId());
                boolean complete = result.getClosing() == RoundClosing.COMPLETE;
                assertThat(at(result, Instant.EPOCH)).isEqualTo(at(same, Instant.EPOCH));
                assertThat(Duration.between(result.getClosedAt(), same.getClosedAt()))
                        .isBetween(Duration.ZERO, complete ? Duration.ZERO : TICK.multipliedBy(2));
            });
            assertThat(rescored).extracting(RoundResult::getRoundId).doesNotHaveDuplicates();
            assertThat(rescored)
                    .extracting(RoundResult::getClosing)
                    .contains(RoundClosing.COMPLETE, RoundClosing.DEADLINE);
            assertThat(rescored)
                    .noneSatisfy(result -> assertThat(result.getPrompts())
                            .isEqualTo(of(before, result.getRoundId()).getPrompts()));
            assertThat(harness.fold().roundResults()).isEqualTo(RecordedTraffic.ROUNDS);
            assertThat(harness.fold().rewards()).isPositive();
        }
    }

    @Test
    void leavesOutARoundWhoseFirstProposalIsNotInTheRange() {
        try (RescoringHarness harness = rescoring(NEW)) {
            // When
            ask(harness, 0);
            answer(harness, ROUND, 1_000);
            harness.end(END);

            // Then
            assertThat(harness.results()).isEmpty();
        }
    }

    @Test
    void leavesOutARoundThatIsStillOpenAtTheEndOfTheRange() {
        try (RescoringHarness harness = rescoring(NEW)) {
            // When
            ask(harness, 0);
            propose(harness, ROUND, 1_000);
            harness.end(Events.TIME.plusMillis(1_000 + NEW.getWindowMillis() - 1));

            // Then
            assertThat(harness.results()).isEmpty();

            // When the end is as late as its deadline
            harness.end(Events.TIME.plusMillis(1_000 + NEW.getWindowMillis()));

            // Then
            assertThat(harness.results()).extracting(RoundResult::getClosing).containsExactly(RoundClosing.DEADLINE);
        }
    }

    @Test
    void takesAProposalThatAnotherClockDatesBehindItsOutput() {
        try (RescoringHarness harness = rescoring(NEW)) {
            // When
            ask(harness, 0);
            answer(harness, ROUND, 1_000);
            propose(harness, ROUND, 1_005);

            // Then
            assertThat(harness.results()).extracting(RoundResult::getClosing).containsExactly(RoundClosing.COMPLETE);
        }
    }

    @Test
    void scoresOutputsOfALaterTaskRevisionThanTheTaskHas() {
        try (RescoringHarness harness = new RescoringHarness(
                stateDir, Task.newBuilder(Events.task(OLD)).setRevision(0).build(), order(NEW))) {
            // When
            ask(harness, 0);
            propose(harness, ROUND, 1_000);
            answer(harness, ROUND, 1_005);

            // Then
            assertThat(harness.results())
                    .singleElement()
                    .satisfies(result -> assertThat(result.getReceivedRewards()).isOne());
        }
    }

    private RescoringHarness rescoring(RewardDefinition reward) {
        return new RescoringHarness(stateDir.resolve("rescoring"), Events.task(OLD), order(reward));
    }

    private static Replay order(RewardDefinition reward) {
        return RescoringHarness.order().setReward(reward).build();
    }

    private static void ask(RescoringHarness harness, long millis) {
        byte[] query = AvroFramed.SERDES
                .queries()
                .serializer()
                .serialize(TopologyHarness.TOPICS.queries(), Events.query("q", "yes"));
        harness.record(Source.QUERIES, "q", query, Events.TIME.plusMillis(millis));
    }

    private static void propose(RescoringHarness harness, UUID round, long millis) {
        byte[] proposal = AvroFramed.SERDES
                .proposals()
                .serializer()
                .serialize(TopologyHarness.TOPICS.proposals(), Events.proposal("q", Events.explore(round, 1, 1, 0, 0)));
        harness.record(Source.PROPOSALS, "q", proposal, Events.TIME.plusMillis(millis));
    }

    private static void answer(RescoringHarness harness, UUID round, long millis) {
        byte[] output = AvroFramed.SERDES
                .outputs()
                .serializer()
                .serialize(
                        TopologyHarness.TOPICS.outputs(), Events.output("q", Events.explore(round, 1, 1, 0, 0), 2, 0));
        harness.record(Source.OUTPUTS, "q", output, Events.TIME.plusMillis(millis));
    }

    /** Through the live topology, whose wall clock goes by the records' times in ticks. */
    private List<RoundResult> scoredLive(List<RecordedTraffic.Entry> traffic, RewardDefinition reward) {
        try (TopologyHarness harness =
                new TopologyHarness(stateDir.resolve("live-" + reward.getCorrectScale()), Events.task(reward))) {
            Instant now = Events.TIME;
            for (RecordedTraffic.Entry entry : traffic) {
                now = pass(harness, now, entry.time());
                harness.write(entry.topic(), entry.key(), entry.value());
            }
            pass(harness, now, END);
            return new ArrayList<>(harness.results());
        }
    }

    private static Instant pass(TopologyHarness harness, Instant from, Instant to) {
        Instant now = from;
        while (now.isBefore(to)) {
            Instant next = now.plus(TICK).isBefore(to) ? now.plus(TICK) : to;
            harness.pass(Duration.between(now, next));
            now = next;
        }
        return now;
    }

    private static RoundResult at(RoundResult result, Instant closedAt) {
        return RoundResult.newBuilder(result).setClosedAt(closedAt).build();
    }

    private static RoundResult of(Map<UUID, RoundResult> results, UUID roundId) {
        return Objects.requireNonNull(results.get(roundId));
    }

    private static Map<UUID, RoundResult> byRound(List<RoundResult> results) {
        return results.stream().collect(Collectors.toMap(RoundResult::getRoundId, Function.identity()));
    }
}

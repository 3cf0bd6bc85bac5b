package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import io.promptstream.reward.dashboard.JourneyRow.Hop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopViewTest {
    private static final UUID ROUND = UUID.randomUUID();
    private static final Provenance EXPLORE = Events.explore(ROUND, 1, 1, 0, 0);

    private Instant now = Events.TIME.plusSeconds(2);
    private List<Task> tasks = List.of(Events.task());
    private final LoopView loop =
            new LoopView(() -> tasks, new TokenTexts(Map.of()), Duration.ofMinutes(10), new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            });
    private final Feed.Source feeds = Feed.Source.of(loop);

    @Test
    void followsAQueryFromArrivalToLearningWhateverTheOrderOfItsEvents() {
        // When
        loop.stepped(learned(4L));
        loop.rewarded(Events.reward("q", EXPLORE, 20.0));
        loop.closed(round());
        loop.answered(Events.output("q", EXPLORE, 2, 0));
        loop.proposed(Events.proposal("q", EXPLORE), null);
        loop.asked(Events.query("q", "yes"), "4bf92f3577b34da6a3ce929d0e0e4736");

        // Then
        Update update = feeds.open(View.STREAM, Events.TASK, null).next();
        assertThat(update.journeys()).singleElement().satisfies(journey -> {
            assertThat(journey.hops())
                    .extracting(Hop::name)
                    .containsExactly("asked", "proposed", "answered", "rewarded", "closed", "learned");
            assertThat(journey.state()).isEqualTo("learned");
            assertThat(journey.version()).isEqualTo(4);
            assertThat(journey.reference()).isEqualTo("yes");
            assertThat(journey.meanReward()).isEqualTo(20);
        });
        JourneyDetail detail = loop.query(Events.TASK, "q").orElseThrow();
        assertThat(detail.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(detail.items()).singleElement().satisfies(item -> {
            assertThat(item.answer()).isEqualTo("yes");
            assertThat(item.prompt()).isNotNull();
        });
        assertThat(loop.query("another", "q")).isEmpty();
    }

    @Test
    void saysThatARoundWasLeftOut() {
        // When
        loop.proposed(Events.proposal("q", EXPLORE), null);
        loop.stepped(learned(null));

        // Then
        Update update = feeds.open(View.STREAM, Events.TASK, null).next();
        assertThat(update.journeys())
                .singleElement()
                .extracting(JourneyRow::state)
                .isEqualTo("left-out");
        assertThat(update.tasks().getFirst().roundsLeftOut()).isEqualTo(1);
    }

    @Test
    void countsByTheSecondAndTellsOnlyWhatHasChanged() {
        // Given
        loop.rewarded(Events.reward("q", EXPLORE, 20.0));
        loop.rewarded(Events.reward("q", Events.explore(ROUND, 2, 1, 1, 0), 10.0));
        Feed feed = feeds.open(View.TASK, Events.TASK, null);

        // When
        Update first = feed.next();
        Update second = feed.next();
        loop.asked(Events.query("q", "yes"), null);
        Update third = feed.next();

        // Then
        assertThat(first.buckets()).singleElement().satisfies(bucket -> {
            assertThat(bucket.t()).isEqualTo(Events.TIME.getEpochSecond());
            assertThat(bucket.explore()).isNotNull().satisfies(figures -> {
                assertThat(figures.mean()).isEqualTo(15);
                assertThat(figures.deviation()).isEqualTo(5);
            });
            assertThat(bucket.serve()).isNull();
        });
        assertThat(second.buckets()).isEmpty();
        assertThat(third.buckets()).singleElement().satisfies(bucket -> {
            assertThat(bucket.queries()).isEqualTo(1);
            assertThat(bucket.explore()).isNotNull();
        });
    }

    @Test
    void tellsAViewerThatComesBackWhatItMissed() {
        // Given
        Feed feed = feeds.open(View.TASK, Events.TASK, null);
        String last = feed.id(feed.next());
        loop.asked(Events.query("q", "yes"), null);

        // When
        Update missed = feeds.open(View.TASK, Events.TASK, last).next();
        Update ofAnotherProcess =
                feeds.open(View.TASK, Events.TASK, "01234567-5").next();

        // Then
        assertThat(missed.reset()).isFalse();
        assertThat(missed.buckets()).hasSize(1);
        assertThat(ofAnotherProcess.reset()).isTrue();
        assertThat(ofAnotherProcess.buckets()).hasSize(1);
    }

    @Test
    void tellsEveryViewerToForgetWhatIsReadAgain() {
        // Given
        loop.asked(Events.query("q", "yes"), null);
        Feed feed = feeds.open(View.TASK, Events.TASK, null);
        feed.next();

        // When
        loop.clear();
        Update after = feed.next();

        // Then
        assertThat(after.reset()).isTrue();
        assertThat(after.buckets()).isEmpty();
        assertThat(feed.next().reset()).isFalse();
    }

    @Test
    void showsWhichPromptIsServedAndSinceWhichVersion() {
        // When
        loop.proposed(serving("first", 3, Events.TIME), null);
        loop.proposed(serving("second", 5, Events.TIME.plusSeconds(1)), null);
        loop.proposed(serving("first", 3, Events.TIME.plusMillis(1)), null);

        // Then
        Update update = feeds.open(View.TASK, Events.TASK, null).next();
        assertThat(update.tasks().getFirst().served()).isNotNull().satisfies(served -> {
            assertThat(served.prompt().text()).isEqualTo("second");
            assertThat(served.origin()).isEqualTo("CHAMPION");
        });
        assertThat(update.versions()).extracting(VersionRow::version).containsExactly(3L, 5L);
    }

    @Test
    void forgetsWhatIsOlderThanItsHistory() {
        // Given
        loop.asked(Events.query("q", "yes"), null);

        // When
        now = Events.TIME.plus(Duration.ofMinutes(11));
        loop.forget();
        loop.asked(Events.query("late", "yes"), null);

        // Then
        assertThat(feeds.open(View.TASK, Events.TASK, null).next().buckets()).isEmpty();
    }

    @Test
    void comparesRewardsOfNowWithThoseOfTheStart() {
        // Given
        loop.rewarded(Events.reward("q", EXPLORE, -50.0));

        // When
        now = Events.TIME.plusSeconds(100);
        loop.rewarded(Reward.newBuilder(Events.reward("r", EXPLORE, 70.0))
                .setRewardedAt(now)
                .build());

        // Then
        Update update = feeds.open(View.OVERVIEW, null, null).next();
        assertThat(update.tasks()).singleElement().satisfies(task -> {
            assertThat(task.reward().start()).isEqualTo(-50);
            assertThat(task.reward().now()).isEqualTo(70);
            assertThat(task.sparkline()).hasSize(60).contains(-50.0, 70.0);
        });
    }

    @Test
    void keepsShowingADeletedTask() {
        // Given
        loop.asked(Events.query("q", "yes"), null);

        // When
        tasks = List.of();

        // Then
        assertThat(feeds.open(View.OVERVIEW, null, null).next().tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.deleted()).isTrue());
        assertThat(loop.knows(Events.TASK)).isTrue();
        assertThat(loop.knows("another")).isFalse();
    }

    private static PromptProposal serving(String prompt, long version, Instant at) {
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

    private static PolicyEvent learned(@Nullable Long version) {
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

    private static RoundResult round() {
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

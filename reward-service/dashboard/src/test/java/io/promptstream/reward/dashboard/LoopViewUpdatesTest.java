package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Reward;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What viewers are told of tasks as a whole, and when. */
class LoopViewUpdatesTest {
    private Instant now = Events.TIME.plusSeconds(2);
    private List<Task> tasks = List.of(Events.task());
    private final LoopView loop =
            new LoopView(() -> tasks, new TokenTexts(Map.of()), Duration.ofMinutes(10), () -> now);
    private final Feed.Source feeds = Feed.Source.of(loop);

    @Test
    void countsByTheSecondAndTellsOnlyWhatHasChanged() {
        // Given
        loop.rewarded(Events.reward("q", LoopEvents.EXPLORE, 20.0));
        loop.rewarded(Events.reward("q", Events.explore(LoopEvents.ROUND, 2, 1, 1, 0), 10.0));
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
        loop.proposed(LoopEvents.serving("first", 3, Events.TIME), null);
        loop.proposed(LoopEvents.serving("second", 5, Events.TIME.plusSeconds(1)), null);
        loop.proposed(LoopEvents.serving("first", 3, Events.TIME.plusMillis(1)), null);

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
        loop.rewarded(Events.reward("q", LoopEvents.EXPLORE, -50.0));

        // When
        now = Events.TIME.plusSeconds(100);
        loop.rewarded(Reward.newBuilder(Events.reward("r", LoopEvents.EXPLORE, 70.0))
                .setProposalId("another")
                .setRewardedAt(now)
                .build());

        // Then
        Update update = feeds.open(View.OVERVIEW, null, null).next();
        assertThat(update.tasks()).singleElement().satisfies(task -> {
            assertThat(task.reward().start()).isEqualTo(-50);
            assertThat(task.reward().now()).isEqualTo(70);
            assertThat(task.reward().since()).isEqualTo(Events.TIME.truncatedTo(ChronoUnit.SECONDS));
            assertThat(task.sparkline()).hasSize(60).contains(-50.0, 70.0);
        });
    }

    @Test
    void showsNoRewardOfNowOnceTheLastIsOlderThanThat() {
        // Given
        loop.rewarded(Events.reward("q", LoopEvents.EXPLORE, 70.0));

        // When
        now = Events.TIME.plusSeconds(31);

        // Then
        assertThat(feeds.open(View.OVERVIEW, null, null).next().tasks())
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.reward().now()).isNull();
                    assertThat(task.reward().start()).isEqualTo(70);
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
}

package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import io.promptstream.reward.dashboard.JourneyRow.Hop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LoopViewTest {
    private Instant now = Events.TIME.plusSeconds(2);
    private List<Task> tasks = List.of(Events.task());
    private final LoopView loop =
            new LoopView(() -> tasks, new TokenTexts(Map.of()), Duration.ofMinutes(10), () -> now);
    private final Feed.Source feeds = Feed.Source.of(loop);

    @Test
    void followsAQueryFromArrivalToLearningWhateverTheOrderOfItsEvents() {
        // When
        loop.stepped(LoopEvents.learned(4L));
        loop.rewarded(Events.reward("q", LoopEvents.EXPLORE, 20.0));
        loop.closed(LoopEvents.round());
        loop.answered(Events.output("q", LoopEvents.EXPLORE, 2, 0));
        loop.proposed(Events.proposal("q", LoopEvents.EXPLORE), null);
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
    void tellsQueriesOfTwoTasksApartThatHaveTheSameId() {
        // Given
        Task other = Task.newBuilder(Events.task()).setTaskId("others").build();
        tasks = List.of(Events.task(), other);

        // When
        loop.asked(Events.query("1", "yes"), null);
        loop.asked(
                Query.newBuilder(Events.query("1", "no"))
                        .setTaskId("others")
                        .setText("And this?")
                        .build(),
                null);
        loop.answered(Events.output("1", LoopEvents.EXPLORE, 2, 0));
        loop.rewarded(Events.reward("1", LoopEvents.EXPLORE, 20.0));
        loop.rewarded(Reward.newBuilder(Events.reward("1", LoopEvents.EXPLORE, -7.0))
                .setTaskId("others")
                .build());

        // Then
        assertThat(feeds.open(View.STREAM, Events.TASK, null).next().journeys())
                .singleElement()
                .satisfies(journey -> {
                    assertThat(journey.text()).isEqualTo("Is it?");
                    assertThat(journey.taskId()).isEqualTo(Events.TASK);
                    assertThat(journey.meanReward()).isEqualTo(20);
                    assertThat(journey.hops())
                            .extracting(Hop::name)
                            .containsExactly("asked", "proposed", "answered", "rewarded");
                });
        assertThat(feeds.open(View.STREAM, "others", null).next().journeys())
                .singleElement()
                .satisfies(journey -> {
                    assertThat(journey.text()).isEqualTo("And this?");
                    assertThat(journey.meanReward()).isEqualTo(-7);
                    assertThat(journey.outputs()).isZero();
                });
        assertThat(loop.query("others", "1").orElseThrow().items()).hasSize(1);
        String prompt = PromptRecord.id(LoopEvents.EXPLORE.getPrompt().getText());
        assertThat(loop.prompt("others", prompt).orElseThrow().examples())
                .singleElement()
                .satisfies(use -> assertThat(use.input()).isEqualTo("And this?"));
    }

    @Test
    void putsACorrectedRewardInThePlaceOfTheOneBefore() {
        // Given
        Reward first = Events.reward("q", LoopEvents.EXPLORE, 20.0);
        Reward second = Reward.newBuilder(first)
                .setValue(-40.0)
                .setCorrect(false)
                .setRevision(1)
                .setRewardedAt(Events.TIME.plusSeconds(1))
                .build();
        loop.rewarded(first);
        loop.rewarded(Events.reward("r", Events.explore(LoopEvents.ROUND, 1, 2, 0, 1), 10.0));

        // When the correction comes, comes again, and what it corrects comes late
        loop.rewarded(second);
        loop.rewarded(second);
        loop.rewarded(first);

        // Then
        Update update = feeds.open(View.TASK, Events.TASK, null).next();
        assertThat(Objects.requireNonNull(update.buckets()))
                .extracting(bucket ->
                        bucket.explore() == null ? 0 : bucket.explore().n())
                .containsExactly(1L, 1L);
        assertThat(Objects.requireNonNull(update.buckets()).getFirst().explore())
                .isNotNull()
                .satisfies(figures -> {
                    assertThat(figures.mean()).isEqualTo(10);
                    assertThat(figures.deviation()).isZero();
                    assertThat(figures.correct()).isOne();
                });
        assertThat(update.tasks().getFirst().reward().start()).isEqualTo(-15);
        assertThat(update.tasks().getFirst().tokens().prompt()).isEqualTo(14);
        assertThat(feeds.open(View.PROMPTS, Events.TASK, null).next().prompts())
                .singleElement()
                .satisfies(prompt -> {
                    assertThat(prompt.mean()).isEqualTo(-15);
                    assertThat(prompt.uses()).isEqualTo(2);
                });
        String prompt = PromptRecord.id(LoopEvents.EXPLORE.getPrompt().getText());
        assertThat(loop.prompt(Events.TASK, prompt).orElseThrow().examples())
                .extracting(PromptDetail.Use::reward)
                .containsExactlyInAnyOrder(10.0, -40.0);
        assertThat(loop.query(Events.TASK, "q").orElseThrow().row().meanReward())
                .isEqualTo(-40);
    }

    @Test
    void tellsTheLastOfAMomentThatHadMoreQueriesThanItTells() {
        // When
        for (int number = 0; number <= 200; number++) {
            loop.asked(Events.query("q" + number, "yes"), null);
        }

        // Then
        Update update = feeds.open(View.STREAM, Events.TASK, null).next();
        assertThat(update.journeys())
                .hasSize(200)
                .extracting(JourneyRow::queryId)
                .startsWith("q200", "q199")
                .doesNotContain("q0");
    }

    @Test
    void showsWhenPeopleJudgedAQuery() {
        // When
        loop.asked(Events.query("q", null), null);
        loop.judged(LoopEvents.feedback("q", "no", Events.TIME.plusSeconds(9)));
        loop.judged(LoopEvents.feedback("q", "yes", Events.TIME.plusSeconds(5)));
        loop.judged(LoopEvents.feedback("q", "yes", Events.TIME.plusSeconds(7)));

        // Then
        Update update = feeds.open(View.STREAM, Events.TASK, null).next();
        assertThat(update.journeys()).singleElement().satisfies(journey -> {
            assertThat(journey.hops())
                    .last()
                    .isEqualTo(new Hop("feedback", Events.TIME.plusSeconds(5), Events.TIME.plusSeconds(9)));
            assertThat(journey.reference()).isEqualTo("yes");
        });
    }

    @Test
    void saysThatARoundWasLeftOut() {
        // When
        loop.proposed(Events.proposal("q", LoopEvents.EXPLORE), null);
        loop.stepped(LoopEvents.learned(null));

        // Then
        Update update = feeds.open(View.STREAM, Events.TASK, null).next();
        assertThat(update.journeys())
                .singleElement()
                .extracting(JourneyRow::state)
                .isEqualTo("left-out");
        assertThat(update.tasks().getFirst().roundsLeftOut()).isEqualTo(1);
        assertThat(update.tasks().getFirst().roundsSince()).isEqualTo(Events.TIME);
    }
}

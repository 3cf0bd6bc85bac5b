package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.reward.dashboard.JourneyRow.Hop;
import io.promptstream.testsupport.Extremes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** A viewer sees the good events, whatever else was sent. */
class ExtremesTest {
    private static final String LONG = "é".repeat(1 << 20);
    private static final List<String> TEXTS = List.of(
            "", "x".repeat(1 << 16), LONG, "\u0000\u001b\u200b\u202e", "half \ud83d of one", "..", "a/b?c#d%2F");
    private static final List<Instant> TIMES = List.of(
            Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59Z"),
            Instant.EPOCH);
    private static final int MANY = 5_000;
    private static final int MOST_MEGABYTES = 60;

    private final LoopView loop = new LoopView(
            () -> List.of(Events.task()),
            new TokenTexts(Map.of()),
            Duration.ofMinutes(10),
            () -> Events.TIME.plusSeconds(2));
    private final Feed.Source feeds = Feed.Source.of(loop);
    private final ObjectMapper json = new ObjectMapper().findAndRegisterModules();

    @Test
    void everyFieldOfEveryEventMayHaveItsExtremes() throws Exception {
        // When
        feed(Events.query("extreme", "yes"), event -> loop.asked(event, null));
        feed(Events.proposal("extreme", LoopEvents.EXPLORE), event -> loop.proposed(event, null));
        feed(Events.output("extreme", LoopEvents.EXPLORE, 1, 0), loop::answered);
        feed(Events.reference("extreme", "p", "yes"), loop::judged);
        feed(Events.reward("extreme", LoopEvents.EXPLORE, 20.0), loop::rewarded);
        feed(note(), loop::noted);
        feed(LoopEvents.round(), loop::closed);
        feed(LoopEvents.learned(4L), loop::stepped);
        letters();
        loop.asked(Events.query("good", "yes"), null);
        loop.answered(Events.output("good", Events.explore(LoopEvents.ROUND, 9, 9, 8, 8), 1, 0));
        loop.rewarded(Events.reward("good", Events.explore(LoopEvents.ROUND, 9, 9, 8, 8), 30.0));
        loop.forget();

        // Then
        showEverything();
        JourneyRow good = loop.query(Events.TASK, "good").orElseThrow().row();
        assertThat(good.meanReward()).isEqualTo(30);
        assertThat(good.hops()).extracting(Hop::name).startsWith("asked", "proposed", "answered", "rewarded");
        assertThat(feeds.open(View.OVERVIEW, null, null).next().tasks())
                .filteredOn(task -> task.taskId().equals(Events.TASK))
                .singleElement()
                .satisfies(task -> assertThat(task.reward().now()).isBetween(20.0, 30.0));
    }

    @Test
    void textsAreKeptAsFarAsPeopleReadThem() {
        // Given
        long before = usedMegabytes();

        // When
        for (int query = 0; query < 150; query++) {
            String id = "query-" + query;
            String text = query + LONG;
            loop.asked(Query.newBuilder(Events.query(id, text)).setText(text).build(), null);
            loop.answered(TaskOutput.newBuilder(Events.output(id, LoopEvents.EXPLORE, 1, 0))
                    .setText(text)
                    .build());
            loop.rewarded(Reward.newBuilder(Events.reward(id, LoopEvents.EXPLORE, 1.0))
                    .setProposalId(id)
                    .setAnswer(text)
                    .setReference(text)
                    .build());
            loop.judged(Events.reference(id, null, text));
        }

        // Then they would be more than half a gigabyte
        assertThat(usedMegabytes() - before).isLessThan(MOST_MEGABYTES);
    }

    @Test
    void tasksThatNobodyHasHeardOfTakeNoMoreRoomWithTheirNumber() {
        // When
        for (int task = 0; task < MANY; task++) {
            loop.asked(
                    Query.newBuilder(Events.query("q", null))
                            .setTaskId("unheard-" + task)
                            .build(),
                    null);
        }

        // Then
        assertThat(feeds.open(View.OVERVIEW, null, null).next().tasks())
                .hasSizeLessThanOrEqualTo(101)
                .extracting(TaskRow::taskId)
                .contains(Events.TASK, "unheard-" + (MANY - 1));
    }

    private <T extends SpecificRecord> void feed(T good, Consumer<T> receiver) throws JsonProcessingException {
        List<Extremes.Extreme<T>> extremes = new Extremes(TEXTS, MANY).of(good);
        extremes.forEach(extreme -> receiver.accept(extreme.event()));
        assertThat(extremes).hasSizeGreaterThan(good.getSchema().getFields().size());
        showEverything();
    }

    private void letters() {
        int offset = 0;
        for (String text : TEXTS) {
            for (Instant time : TIMES) {
                loop.deadLetter(new DeadLetterRow(
                        "queries.dead-letters",
                        0,
                        offset++,
                        null,
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Texts.id(text),
                        Texts.id(text),
                        Texts.id(text),
                        Texts.cut(text, Texts.LONGEST),
                        null,
                        null,
                        time,
                        0,
                        false,
                        null));
                loop.republished("queries.dead-letters", 0, offset - 1L, time);
            }
        }
    }

    /** All of it can be written, is of a size that a browser takes, and has no number that JSON has not. */
    private void showEverything() throws JsonProcessingException {
        for (View view : View.values()) {
            Update update =
                    feeds.open(view, view.ofTask() ? Events.TASK : null, null).next();
            assertThat(json.writeValueAsString(update))
                    .hasSizeLessThan(6_000_000)
                    .doesNotContain("\"NaN\"", "Infinity\"", "\ud83d ");
        }
        String query =
                json.writeValueAsString(loop.query(Events.TASK, "extreme").orElseThrow());
        assertThat(query).hasSizeLessThan(2_000_000).doesNotContain("\"NaN\"", "Infinity\"");
        assertThat(json.writeValueAsString(loop.failures())).hasSizeLessThan(2_000_000);
    }

    private static long usedMegabytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private static ScoringNote note() {
        return ScoringNote.newBuilder()
                .setQueryId("extreme")
                .setTaskId(Events.TASK)
                .setProposalId("p")
                .setReason(ScoringNoteReason.UNSCORABLE)
                .setMessage("cannot be scored")
                .setNotedAt(Events.TIME)
                .build();
    }
}

package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Feedback;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.Events;
import org.junit.jupiter.api.Test;

class TaskFailuresTest {
    private final WatchedLoop watched = new WatchedLoop();
    private final LoopView loop = watched.view;

    @Test
    void tellsEveryFailureWithItsReasonCountAndTimes() {
        // When
        watched.fails("query-1", "HTTP 429 after 3 tries", Events.TIME.minusSeconds(60));
        watched.fails("query-2", "HTTP 429 after 5 tries", Events.TIME.minusSeconds(20));
        watched.fails("query-0", "HTTP 429 after 1 tries", Events.TIME.minusSeconds(90));
        watched.fails("query-3", "the answer is empty", Events.TIME.minusSeconds(30));
        loop.noted(watched.note("query-4", "p", ScoringNoteReason.NO_FEEDBACK, "no reference within 30 s"));
        loop.deadLetter(WatchedLoop.letter(1, Events.TASK, "query-5"));

        // Then
        TaskFailures failures = loop.failures(Events.TASK).orElseThrow();
        assertThat(failures.total()).isEqualTo(6);
        assertThat(failures.since()).isEqualTo(Events.TIME.minus(WatchedLoop.HISTORY));
        assertThat(failures.failures())
                .containsExactlyInAnyOrder(
                        new FailureRow(
                                "task-outputs",
                                "MODEL_UNAVAILABLE",
                                "HTTP 429 after 5 tries",
                                3,
                                Events.TIME.minusSeconds(90),
                                Events.TIME.minusSeconds(20),
                                "query-2"),
                        new FailureRow(
                                "task-outputs",
                                "MODEL_UNAVAILABLE",
                                "the answer is empty",
                                1,
                                Events.TIME.minusSeconds(30),
                                Events.TIME.minusSeconds(30),
                                "query-3"),
                        new FailureRow(
                                "scoring-notes",
                                "NO_FEEDBACK",
                                "no reference within 30 s",
                                1,
                                Events.TIME.minusSeconds(5),
                                Events.TIME.minusSeconds(5),
                                "query-4"),
                        new FailureRow(
                                "queries.dead-letters",
                                "DEAD_LETTER",
                                "askedAt is wrong",
                                1,
                                Events.TIME.minusSeconds(2),
                                Events.TIME.minusSeconds(2),
                                "query-5"));
        assertThat(loop.failures("another")).isEmpty();
        Update update = Feed.Source.of(loop).open(View.TASK, Events.TASK, null).next();
        assertThat(update.failures()).isEqualTo(failures.failures());
    }

    @Test
    void aQuerySaysWhyItWasNotRewarded() {
        // When
        loop.asked(Events.query("q", null), null);
        loop.answered(Events.output("q", LoopEvents.EXPLORE, 1, 0));
        loop.judged(Feedback.newBuilder(Events.reference("q", null, "maybe")).build());
        loop.noted(watched.note("q", null, ScoringNoteReason.UNKNOWN_LABEL, "the task has no label \"maybe\""));
        loop.noted(watched.note("q", "p", ScoringNoteReason.NO_FEEDBACK, "no reference within 30 s"));

        // Then
        JourneyDetail query = loop.query(Events.TASK, "q").orElseThrow();
        assertThat(query.row().state()).isEqualTo("not-rewarded");
        assertThat(query.notes())
                .extracting(NoteRow::message)
                .containsExactly("the task has no label \"maybe\"", "no reference within 30 s");
        assertThat(query.row().note()).isEqualTo(query.notes().getLast());
    }

    @Test
    void aDeadLetterWithoutATaskIsOfTheOnlyTaskThatHasTheQuery() {
        // Given
        loop.asked(Events.query("q", null), null);

        // When
        loop.deadLetter(WatchedLoop.letter(1, null, "q"));
        loop.deadLetter(WatchedLoop.letter(2, null, "unheard of"));

        // Then
        assertThat(loop.failures(Events.TASK).orElseThrow().total()).isOne();
        assertThat(loop.query(Events.TASK, "q").orElseThrow().notes())
                .extracting(NoteRow::message)
                .containsExactly("queries.dead-letters: askedAt is wrong");
        assertThat(loop.deadLetter("t.queries.dead-letters", 0, 2).orElseThrow().taskId())
                .isNull();
    }

    @Test
    void repeatedFeedbackIsNoFailure() {
        loop.noted(watched.note("q", null, ScoringNoteReason.REPEATED, "the same again"));

        assertThat(loop.failures(Events.TASK).orElseThrow().total()).isZero();
    }

    @Test
    void staysBoundedWhateverTheMessages() {
        // When
        for (int failure = 0; failure < 5_000; failure++) {
            String letters = Integer.toString(failure, 26).replaceAll("\\d", "z");
            watched.fails("q" + failure, "trouble with " + letters + "x".repeat(failure % 700), watched.now);
        }

        // Then
        TaskFailures failures = loop.failures(Events.TASK).orElseThrow();
        assertThat(failures.total()).isEqualTo(5_000);
        assertThat(failures.failures())
                .hasSizeLessThan(20)
                .allSatisfy(row -> assertThat(row.message()).hasSizeLessThanOrEqualTo(501));
        assertThat(failures.failures().stream().mapToLong(FailureRow::count).sum())
                .isEqualTo(5_000);
    }
}

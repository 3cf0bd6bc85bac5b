package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.Feedback;
import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.reward.dashboard.TaskHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskFailuresTest {
    private static final Duration HISTORY = Duration.ofMinutes(30);

    private Instant now = Events.TIME;
    private List<Task> tasks = List.of(Events.task());
    private final LoopView loop = loop();

    private LoopView loop() {
        LoopView view = new LoopView(() -> tasks, new TokenTexts(Map.of()), HISTORY, () -> now);
        view.readingBack(null);
        return view;
    }

    @Test
    void tellsEveryFailureWithItsReasonCountAndTimes() {
        // When
        fails("query-1", "HTTP 429 after 3 tries", Events.TIME.minusSeconds(60));
        fails("query-2", "HTTP 429 after 5 tries", Events.TIME.minusSeconds(20));
        fails("query-0", "HTTP 429 after 1 tries", Events.TIME.minusSeconds(90));
        fails("query-3", "the answer is empty", Events.TIME.minusSeconds(30));
        loop.noted(note("query-4", "p", ScoringNoteReason.NO_FEEDBACK, "no reference within 30 s"));
        loop.deadLetter(letter(1, Events.TASK, "query-5"));

        // Then
        TaskFailures failures = loop.failures(Events.TASK).orElseThrow();
        assertThat(failures.total()).isEqualTo(6);
        assertThat(failures.since()).isEqualTo(Events.TIME.minus(HISTORY));
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
    void aTaskThatFailsLooksFailingUntilItsAnswersAreGoodAgain() {
        // When
        answers("q0");
        fails("q1", "no such model \"x\"", now);

        // Then
        assertThat(health().state()).isEqualTo(State.FAILING);
        assertThat(health().stateReason())
                .isEqualTo("1 of the last 2 answers failed; the latest: MODEL_UNAVAILABLE: no such model \"x\"");

        // When another failure comes, the reason is still that of the answers
        loop.deadLetter(letter(1, Events.TASK, "q3"));
        assertThat(health().stateReason()).endsWith("MODEL_UNAVAILABLE: no such model \"x\"");

        // When hours pass, it still fails
        now = now.plus(Duration.ofHours(3));
        assertThat(health().state()).isEqualTo(State.FAILING);

        // When
        answers("q2");
        answers("q4");
        loop.rewarded(Events.reward("q2", LoopEvents.EXPLORE, 20.0));

        // Then
        assertThat(health().state()).isEqualTo(State.SERVING_ONLY);
        assertThat(health().failureTotal()).isEqualTo(2);
    }

    @Test
    void tellsWhatIsLearningIdleUnrewardedAndStalled() {
        assertThat(health().state()).isEqualTo(State.IDLE);

        // When queries wait
        loop.asked(Events.query("q", null), null);
        assertThat(health().state()).isEqualTo(State.SERVING_ONLY);
        now = now.plusSeconds(61);
        assertThat(health().state()).isEqualTo(State.STALLED);
        assertThat(health().stateReason()).isEqualTo("queries wait for an answer since " + Events.TIME);

        // When they are answered, and nothing is rewarded
        answers("q");
        loop.noted(note("q", "p", ScoringNoteReason.NO_FEEDBACK, "no reference within 30 s"));
        assertThat(health().state()).isEqualTo(State.UNREWARDED);
        assertThat(health().stateReason())
                .isEqualTo(
                        "none of the last 1 answers was rewarded; the latest: NO_FEEDBACK: no reference within 30 s");

        // When explorations are rewarded
        loop.rewarded(Events.reward("q", LoopEvents.EXPLORE, 20.0));
        assertThat(health().state()).isEqualTo(State.LEARNING);
        assertThat(health().stateReason()).isEmpty();

        // When nothing happens any more, and then the task is deleted
        now = now.plus(Duration.ofMinutes(6));
        assertThat(health().state()).isEqualTo(State.IDLE);
        tasks = List.of();
        assertThat(health().state()).isEqualTo(State.DELETED);
    }

    @Test
    void saysThatATaskWhoseAnswersPeopleRateCannotLearn() {
        // Given
        RewardDefinition ratings = RewardDefinition.newBuilder(Events.task().getReward())
                .setKind(RewardKind.RATING)
                .build();
        tasks = List.of(Events.task(ratings));

        // When
        answers("q");

        // Then
        assertThat(health().state()).isEqualTo(State.SERVING_ONLY);
        assertThat(health().cannotLearn()).contains("cannot learn this way", "reward.ratedBy: judge");

        // When
        tasks = List.of(Events.task(
                RewardDefinition.newBuilder(ratings).setRatedBy(RatedBy.JUDGE).build()));

        // Then
        assertThat(health().cannotLearn()).isNull();
    }

    @Test
    void aQuerySaysWhyItWasNotRewarded() {
        // When
        loop.asked(Events.query("q", null), null);
        loop.answered(Events.output("q", LoopEvents.EXPLORE, 1, 0));
        loop.judged(Feedback.newBuilder(Events.reference("q", null, "maybe")).build());
        loop.noted(note("q", null, ScoringNoteReason.UNKNOWN_LABEL, "the task has no label \"maybe\""));
        loop.noted(note("q", "p", ScoringNoteReason.NO_FEEDBACK, "no reference within 30 s"));

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
        loop.deadLetter(letter(1, null, "q"));
        loop.deadLetter(letter(2, null, "unheard of"));

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
        loop.noted(note("q", null, ScoringNoteReason.REPEATED, "the same again"));

        assertThat(loop.failures(Events.TASK).orElseThrow().total()).isZero();
    }

    @Test
    void staysBoundedWhateverTheMessages() {
        // When
        for (int failure = 0; failure < 5_000; failure++) {
            String letters = Integer.toString(failure, 26).replaceAll("\\d", "z");
            fails("q" + failure, "trouble with " + letters + "x".repeat(failure % 700), now);
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

    private TaskHealth health() {
        return Feed.Source.of(loop)
                .open(View.OVERVIEW, null, null)
                .next()
                .tasks()
                .getFirst()
                .health();
    }

    private void answers(String queryId) {
        loop.answered(TaskOutput.newBuilder(Events.output(queryId, LoopEvents.EXPLORE, 1, 0))
                .setProducedAt(now)
                .build());
    }

    private void fails(String queryId, String message, Instant at) {
        loop.answered(TaskOutput.newBuilder(Events.failure(queryId, LoopEvents.EXPLORE, FailureCode.MODEL_UNAVAILABLE))
                .setFailure(new Failure(FailureCode.MODEL_UNAVAILABLE, message))
                .setProducedAt(at)
                .build());
    }

    private ScoringNote note(String queryId, @Nullable String proposalId, ScoringNoteReason reason, String message) {
        return ScoringNote.newBuilder()
                .setQueryId(queryId)
                .setTaskId(Events.TASK)
                .setProposalId(proposalId)
                .setReason(reason)
                .setMessage(message)
                .setNotedAt(now.minusSeconds(5))
                .build();
    }

    private static DeadLetterRow letter(long offset, @Nullable String task, String queryId) {
        return new DeadLetterRow(
                "t.queries.dead-letters",
                0,
                offset,
                "t.queries",
                0,
                offset,
                queryId,
                task,
                queryId,
                "askedAt is wrong",
                null,
                "policy-service",
                Events.TIME.minusSeconds(2),
                8,
                true,
                null);
    }
}

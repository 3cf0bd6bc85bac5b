package io.promptstream.reward.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.reward.function.Evidence;
import io.promptstream.reward.state.StateWriter;
import io.promptstream.schemas.trace.TraceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryStateTest {
    private static final KeptOutput OUTPUT = KeptOutput.of(Events.output("q1", 2, 1));
    private static final TraceContext TRACE =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");

    @Test
    void isReadAsItWasWritten() {
        // Given
        QueryState state = new QueryState(99);
        state.refer("ano, čtvrt na devět", 12);
        state.reject("perhaps");
        state.noteFeedback();
        state.wakeAt(7);
        state.answered();
        state.answered();
        state.opened();
        state.noteOnce(ScoringNoteReason.NO_FEEDBACK);

        // When
        QueryState read = QueryStateFormat.read(QueryStateFormat.write(state));

        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(state);
        assertThat(read.noteOnce(ScoringNoteReason.NO_FEEDBACK)).isFalse();
        assertThat(read.noteOnce(ScoringNoteReason.UNSCORABLE)).isTrue();
    }

    @Test
    void refusesAFormatThatIsNewer() {
        // Given
        byte[] bytes = QueryStateFormat.write(new QueryState(99));
        bytes[0] = 4;

        // Then
        assertThatThrownBy(() -> QueryStateFormat.read(bytes)).hasMessageContainingAll("format 4", "format 3");
    }

    @Test
    void anAnswerIsReadAsItWasWritten() {
        // Given
        OpenAnswer waiting = new OpenAnswer(3, 7, 11, OUTPUT, TRACE, null);
        OpenAnswer rewarded = waiting.with(new GivenReward(2, 5, -1.5, false, 77));

        // Then
        assertThat(read(waiting)).usingRecursiveComparison().isEqualTo(waiting);
        assertThat(read(rewarded)).usingRecursiveComparison().isEqualTo(rewarded);
        assertThat(read(new Answer.Closed(true, 11))).isEqualTo(new Answer.Closed(true, 11));
        assertThat(Answer.isOpen(Answer.write(rewarded))).isTrue();
        assertThat(Answer.number(Answer.write(rewarded))).isEqualTo(3);
        assertThat(Answer.isOpen(Answer.write(new Answer.Closed(false, 11)))).isFalse();
    }

    @Test
    void anAnswerOfAnEarlierReleaseHasNoTask() {
        // Given how they were written
        byte[] closed = new StateWriter(1).number8(1).toBytes();
        byte[] open = new StateWriter(2)
                .number32(3)
                .number64(7)
                .bytes(OUTPUT.encoded())
                .optionalText(TRACE.traceparent())
                .optionalText(TRACE.tracestate())
                .number8(0)
                .toBytes();

        // Then
        assertThat(Answer.read(closed, QueryStateTest::output)).isEqualTo(new Answer.Closed(true, 0));
        assertThat(Answer.isOpen(closed)).isFalse();
        assertThat(Answer.isOpen(open)).isTrue();
        assertThat(Answer.read(open, QueryStateTest::output))
                .usingRecursiveComparison()
                .isEqualTo(new OpenAnswer(3, 7, 0, OUTPUT, TRACE, null));
    }

    @Test
    void addsUpWhatFeedbackSays() {
        // Given
        FeedbackState feedback = FeedbackState.first(new FeedbackItem("1", "p", "yes", null), 5)
                .and(new FeedbackItem("2", "p", null, 4.0), 6);

        // Then
        assertThat(feedback.reference()).isEqualTo("yes");
        assertThat(feedback.rating()).isEqualTo(4.0);
        assertThat(feedback.saidBy()).isEqualTo("2");
        assertThat(FeedbackState.read(feedback.toBytes())).isEqualTo(feedback);
        assertThat(feedback.repeats(new FeedbackItem("1", "p", "yes", null), false))
                .isTrue();
        assertThat(feedback.repeats(new FeedbackItem("1", "p", "no", null), false))
                .isFalse();
        assertThat(feedback.repeats(new FeedbackItem("3", "p", "yes", 4.0), false))
                .isTrue();
        assertThat(feedback.repeats(new FeedbackItem("3", "p", "yes", 3.0), false))
                .isFalse();
        assertThat(feedback.contradicts(new FeedbackItem("3", "p", null, 3.0))).isTrue();
        assertThat(feedback.contradicts(new FeedbackItem("3", "p", "yes", null)))
                .isFalse();
    }

    @Test
    void aRatingLeavesTheReferenceAsOldAsItIs() {
        // Given a reference, and a newer one that came with the query
        QueryState state = new QueryState(99);
        FeedbackState said = FeedbackState.first(new FeedbackItem("1", null, "said", null), 5);
        state.refer("query", 6);

        // When somebody only rates
        FeedbackState rated = said.and(new FeedbackItem("2", null, null, 4.0), 7);

        // Then the query's reference still goes before it
        assertThat(references(state.evidence(null, rated))).startsWith("query", "said");
    }

    @Test
    void whatANewerReferenceReplacedCanBeSaidAgain() {
        // Given
        FeedbackState said = FeedbackState.first(new FeedbackItem("1", null, "said", null), 5);

        // Then a new feedback counts, and the old one delivered again does not
        assertThat(said.repeats(new FeedbackItem("2", null, "said", null), true))
                .isFalse();
        assertThat(said.repeats(new FeedbackItem("1", null, "said", null), true))
                .isTrue();
    }

    @Test
    void feedbackAboutTheProposalGoesFirstThenTheNewerOfQueryAndFeedback() {
        // Given
        QueryState state = new QueryState(99);
        state.refer("query", 10);
        FeedbackState own = FeedbackState.first(new FeedbackItem("1", "p", "own", null), 1);
        FeedbackState earlier = FeedbackState.first(new FeedbackItem("2", null, "general", 2.0), 9);
        FeedbackState later = FeedbackState.first(new FeedbackItem("2", null, "general", 2.0), 11);

        // Then
        assertThat(references(state.evidence(own, later))).startsWith("own", "general", "query");
        assertThat(references(state.evidence(null, later))).startsWith("general", "query");
        assertThat(references(state.evidence(null, earlier))).startsWith("query", "general");
        assertThat(state.evidence(own, later))
                .allSatisfy(one -> assertThat(one.rating()).isEqualTo(2.0));
        assertThat(new QueryState(1).evidence(null, null)).containsExactly(Evidence.NONE);
    }

    @Test
    void keysOfQueriesAndProposalsAreNeverThoseOfOthers() {
        // Given ids that are alike when they are put together
        QueryKey key = new QueryKey("ab", "c/d");

        // Then
        assertThat(QueryKey.parse(key.bytes())).isEqualTo(key);
        assertThat(QueryKey.parse(key.ofProposal("p"))).isEqualTo(key);
        assertThat(QueryKey.proposalId(key.ofProposal("žp"))).isEqualTo("žp");
        assertThat(new QueryKey("a", "bc/d").bytes()).isNotEqualTo(key.bytes());
        assertThat(new QueryKey("ab", "c/").ofProposal("d")).isNotEqualTo(key.bytes());
    }

    private static KeptOutput output(byte[] bytes) {
        try {
            return KeptOutput.of(TaskOutput.getDecoder().decode(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer read(Answer answer) {
        return Answer.read(Answer.write(answer), QueryStateTest::output);
    }

    private static List<String> references(List<Evidence> evidence) {
        return evidence.stream().map(one -> String.valueOf(one.reference())).toList();
    }
}

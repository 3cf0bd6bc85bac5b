package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.EvaluationEvents;
import io.promptstream.reward.Events;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Traffic traffic = new Traffic();

    @Test
    void includesWhatUsersAskAndThePolicyLearnsFrom() {
        assertThat(traffic.includes(Events.query("q", "yes"))).isTrue();
        assertThat(traffic.includes(Events.proposal("q", LoopEvents.EXPLORE))).isTrue();
        assertThat(traffic.includes(Events.output("q", 1, 0))).isTrue();
        assertThat(traffic.includes(Events.reward("q", LoopEvents.EXPLORE, 1.0)))
                .isTrue();
        assertThat(traffic.includes(Events.rating("q", null, 1))).isTrue();
        assertThat(traffic.includes(note("q"))).isTrue();
    }

    @Test
    void excludesWhatMeasuresAPromptByItsRole() {
        assertThat(traffic.includes(EvaluationEvents.query("q", "yes", "prompt")))
                .isFalse();
        assertThat(traffic.includes(EvaluationEvents.output("another", 0, 1, 0)))
                .isFalse();
        assertThat(traffic.includes(Reward.newBuilder(Events.reward("third", LoopEvents.EXPLORE, 1.0))
                        .setProvenance(EvaluationEvents.provenance(0))
                        .build()))
                .isFalse();
    }

    @Test
    void whatNamesNoRoleIsKnownByItsQueryWithinItsTask() {
        // When
        traffic.includes(EvaluationEvents.output("q", 0, 1, 0));

        // Then
        assertThat(traffic.includes(note("q"))).isFalse();
        assertThat(traffic.includes(Events.rating("q", null, 1))).isFalse();
        assertThat(traffic.includes(note("another"))).isTrue();
        assertThat(traffic.includes(
                        ScoringNote.newBuilder(note("q")).setTaskId("another").build()))
                .isTrue();
        assertThat(traffic.includes(Query.newBuilder(Events.query("q", null)).build()))
                .isTrue();
    }

    private static ScoringNote note(String queryId) {
        return ScoringNote.newBuilder()
                .setTaskId(Events.TASK)
                .setQueryId(queryId)
                .setReason(ScoringNoteReason.UNSCORABLE)
                .setMessage("it cannot be scored")
                .setNotedAt(Events.TIME)
                .build();
    }
}

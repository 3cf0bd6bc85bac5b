package io.promptstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {

    private final TopicCatalogue catalogue = TopicCatalogue.withDefaults();

    @Test
    void namesEveryTopicAndItsDeadLetters() {
        assertThat(catalogue.all())
                .extracting(Topic::name)
                .containsExactly(
                        "promptstream.tasks",
                        "promptstream.tasks.dead-letters",
                        "promptstream.queries",
                        "promptstream.queries.dead-letters",
                        "promptstream.prompt-proposals",
                        "promptstream.prompt-proposals.dead-letters",
                        "promptstream.task-outputs",
                        "promptstream.task-outputs.dead-letters",
                        "promptstream.feedback",
                        "promptstream.feedback.dead-letters",
                        "promptstream.rewards",
                        "promptstream.rewards.dead-letters",
                        "promptstream.scoring-notes",
                        "promptstream.scoring-notes.dead-letters",
                        "promptstream.round-results",
                        "promptstream.round-results.dead-letters",
                        "promptstream.policy-snapshots",
                        "promptstream.policy-snapshots.dead-letters",
                        "promptstream.policy-history",
                        "promptstream.policy-history.dead-letters",
                        "promptstream.replays",
                        "promptstream.replays.dead-letters",
                        "promptstream.replay-states",
                        "promptstream.replay-states.dead-letters",
                        "promptstream.rescorings",
                        "promptstream.rescorings.dead-letters",
                        "promptstream.task-checks",
                        "promptstream.task-checks.dead-letters",
                        "promptstream.task-verdicts",
                        "promptstream.task-verdicts.dead-letters");
    }

    @Test
    void topicsWithTheSameKeyHaveTheSameNumberOfPartitions() {
        assertThat(new TopicCatalogue("p.", 7).all())
                .extracting(Topic::partitions)
                .containsOnly(7);
    }

    @Test
    void settingsFollowRetention() {
        assertThat(catalogue.queries().settings())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", "604800000",
                        "max.message.bytes", "1048576"));
        assertThat(catalogue.policySnapshots().settings())
                .isEqualTo(Map.of(
                        "cleanup.policy", "compact",
                        "max.message.bytes", "33554432"));
    }

    @Test
    void whatRescoringReadsIsKeptAsLongAsAskedFor() {
        var longer = new TopicCatalogue("p.", 4, Duration.ofDays(90));
        assertThat(List.of(
                        longer.queries(),
                        longer.promptProposals(),
                        longer.taskOutputs(),
                        longer.feedback(),
                        longer.scoringNotes()))
                .extracting(Topic::retention)
                .containsOnly(Retention.days(90));
        assertThat(longer.roundResults().retention())
                .isEqualTo(catalogue.roundResults().retention());
    }

    @Test
    void aDeadLetterHasRoomForTheLargestRecordAndItsHeaders() {
        var snapshots = catalogue.policySnapshots();
        assertThat(catalogue.deadLetters(snapshots).maxMessageBytes()).isGreaterThan(snapshots.maxMessageBytes());
        assertThat(catalogue.deadLetters(snapshots).settings()).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void saysWhatMayBeWritten() {
        assertThatThrownBy(() -> new TopicCatalogue("with space", 4)).hasMessageContaining("letters, digits");
        assertThatThrownBy(() -> new TopicCatalogue("p.", 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new TopicCatalogue("p.", 4, Duration.ZERO)).hasMessageContaining("such as P30D");
    }
}

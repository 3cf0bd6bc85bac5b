package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Feedback;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.schemas.ProposalIds;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query's id says something only together with its task's. */
class SameQueryIdsTest {
    private static final List<String> TASKS = List.of("opinions", "requests");

    @TempDir
    Path stateDir;

    @Test
    void theSameQueryIdsInTwoTasksGiveTwoSetsOfRewards() {
        try (TopologyHarness harness = new TopologyHarness(stateDir, task("opinions"), task("requests"))) {
            // Given the same ids, and references that differ
            for (int i = 1; i <= 8; i++) {
                for (String task : TASKS) {
                    harness.ask(query(task, "" + i, task.equals("opinions") ? "yes" : null));
                    harness.answer(output(task, "" + i));
                }
            }
            assertThat(harness.rewards())
                    .hasSize(8)
                    .allSatisfy(reward -> assertThat(reward.getTaskId()).isEqualTo("opinions"));

            // When
            for (int i = 1; i <= 8; i++) {
                harness.giveFeedback(Feedback.newBuilder(Events.reference("" + i, i + "-serve", "no"))
                        .setTaskId("requests")
                        .build());
            }

            // Then
            assertThat(harness.rewards()).hasSize(8).allSatisfy(reward -> {
                assertThat(reward.getTaskId()).isEqualTo("requests");
                assertThat(reward.getReference()).contains("no");
                assertThat(reward.getRevision()).isZero();
                assertThat(reward.getProposalId()).isEqualTo("requests/" + reward.getQueryId() + "-serve");
            });
            assertThat(harness.counted()).isEmpty();
        }
    }

    @Test
    void aQueryIdOfADeletedTaskMeansAnotherQueryOfTheTaskThatIsPutAgain() {
        try (TopologyHarness harness = new TopologyHarness(stateDir, task("opinions", 1))) {
            // Given
            harness.ask(query("opinions", "1", "yes"));
            harness.answer(output("opinions", "1"));
            assertThat(harness.rewards()).hasSize(1);

            // When
            harness.put(task("opinions", 3));
            harness.ask(query("opinions", "1", "no"));
            harness.answer(output("opinions", "1", 3));

            // Then
            assertThat(harness.rewards()).singleElement().satisfies(reward -> {
                assertThat(reward.getReference()).contains("no");
                assertThat(reward.getRevision()).isZero();
            });
            assertThat(harness.counted()).isEmpty();
        }
    }

    @Test
    void aRoundsIdInTwoTasksGivesTwoResults() {
        // Given
        UUID round = new UUID(5, 5);
        try (TopologyHarness harness = new TopologyHarness(stateDir, task("opinions"), task("requests"))) {
            // When
            for (String task : TASKS) {
                harness.reward(Reward.newBuilder(Events.reward("q", Events.explore(round, 1, 1, 0, 0), 3.0))
                        .setTaskId(task)
                        .build());
            }

            // Then
            assertThat(harness.results()).extracting(RoundResult::getTaskId).containsExactlyInAnyOrderElementsOf(TASKS);
        }
    }

    private static Task task(String id, long firstRevision) {
        return Task.newBuilder(task(id))
                .setRevision(firstRevision)
                .setFirstRevision(firstRevision)
                .build();
    }

    private static Task task(String id) {
        return Task.newBuilder(Events.task()).setTaskId(id).build();
    }

    private static Query query(String task, String id, @Nullable String reference) {
        return Query.newBuilder(Events.query(id, reference)).setTaskId(task).build();
    }

    private static TaskOutput output(String task, String id, long taskRevision) {
        TaskOutput output = output(task, id);
        return TaskOutput.newBuilder(output)
                .setProvenance(Provenance.newBuilder(output.getProvenance())
                        .setTaskRevision(taskRevision)
                        .build())
                .build();
    }

    private static TaskOutput output(String task, String id) {
        return TaskOutput.newBuilder(Events.output(id, 1, 0))
                .setTaskId(task)
                .setProposalId(ProposalIds.serve(task, id))
                .build();
    }
}

package io.promptstream.policy.app.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.schemas.topic.CandidateKeys;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is held of snapshots does not grow with the number of tasks and candidates times their weights. */
class SnapshotMemoryTest {
    private static final int TASKS = 500;
    private static final ByteBuffer WEIGHTS = ByteBuffer.allocate(800_000);
    private static final long BOUND = 10L * WEIGHTS.capacity();

    private final SnapshotCache whole = new SnapshotCache(BOUND);

    @Test
    void manyTasksWithManyCandidatesHoldNoMoreThanTheBound() {
        // When
        Map<String, SnapshotEntry> kept = new HashMap<>();
        long offset = 0;
        for (int task = 0; task < TASKS; task++) {
            PolicySnapshot live = snapshot("task-" + task, null);
            whole.put("task-" + task, offset, live);
            kept.put("task-" + task, SnapshotEntry.of(live, 0, offset++));
            for (int name = 0; name < CandidateKeys.MOST_CANDIDATES; name++) {
                PolicySnapshot candidate = snapshot("task-" + task, "c" + name);
                kept.put(CandidateKeys.of(candidate), SnapshotEntry.of(candidate, 0, offset++));
            }
        }

        // Then
        assertThat(kept).hasSize(TASKS * (1 + CandidateKeys.MOST_CANDIDATES));
        assertThat(kept.values())
                .allSatisfy(snapshot ->
                        assertThat(snapshot.snapshot().getState().capacity()).isZero());
        assertThat(whole.bytes()).isEqualTo(BOUND);
        assertThat(whole.find("task-" + (TASKS - 1), 0)).isPresent();
        assertThat(whole.find("task-0", 0)).isEmpty();
    }

    @Test
    void whatWasAskedForLastStays() {
        // Given
        for (int task = 0; task < 10; task++) {
            whole.put("task-" + task, task, snapshot("task-" + task, null));
        }
        whole.find("task-0", 0);

        // When
        whole.put("another", 99, snapshot("another", null));

        // Then
        assertThat(whole.find("task-0", 0)).isPresent();
        assertThat(whole.find("task-1", 1)).isEmpty();
    }

    @Test
    void anOlderSnapshotIsNeitherKeptNorFound() {
        // Given
        PolicySnapshot newer = snapshot("task", null);
        whole.put("task", 7, newer);

        // When
        whole.put("task", 3, snapshot("task", null));

        // Then
        assertThat(whole.find("task", 3)).containsSame(newer);
        assertThat(whole.find("task", 8)).isEmpty();

        // When
        whole.forget("task");

        // Then
        assertThat(whole.bytes()).isZero();
    }

    private static PolicySnapshot snapshot(String taskId, @Nullable String candidate) {
        Prompt prompt = new Prompt("a prompt", List.of(1, 2));
        return PolicySnapshot.newBuilder()
                .setTaskId(taskId)
                .setTaskRevision(1)
                .setVersion(3)
                .setDigest("digest")
                .setRoundsLearned(0)
                .setRoundsLeftOut(0)
                .setMaxLag(0)
                .setGreedyPrompt(prompt)
                .setInitialPrompt(prompt)
                .setCandidate(candidate)
                .setState(WEIGHTS)
                .setStateFormat("rlprompt/2")
                .setCreatedAt(Instant.EPOCH)
                .build();
    }
}

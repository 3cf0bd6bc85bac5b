package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FollowedSnapshotsTest {
    private final FollowedSnapshots followed = new FollowedSnapshots();

    @Test
    void aPolicyThatIsAheadOfItsSnapshotIsFound() {
        // When
        PolicySnapshot ahead = snapshot("task", 7, 1, null);
        followed.put(ahead);

        // Then
        assertThat(followed.since(snapshot("task", 5, 1, null))).containsSame(ahead);
        assertThat(followed.since(snapshot("task", 7, 1, null))).isEmpty();
        assertThat(followed.since(snapshot("other", 5, 1, null))).isEmpty();
    }

    @Test
    void whatWasFollowedUnderAnotherRevisionOrPolicyIsNot() {
        // Given
        followed.put(snapshot("task", 7, 1, null));

        // Then
        assertThat(followed.since(snapshot("task", 5, 2, null))).isEmpty();
        assertThat(followed.since(PolicySnapshot.newBuilder(snapshot("task", 5, 1, null))
                        .setPromotionId(new UUID(0, 1))
                        .build()))
                .isEmpty();
        assertThat(followed.since(PolicySnapshot.newBuilder(snapshot("task", 5, 1, null))
                        .setTaskCreatedAt(Instant.EPOCH.plusSeconds(1))
                        .build()))
                .isEmpty();
        assertThat(followed.since(snapshot("task", 5, 1, "candidate"))).isEmpty();
    }

    @Test
    void anEarlierVersionThatComesLateChangesNothing() {
        // Given
        PolicySnapshot newer = snapshot("task", 7, 1, null);
        followed.put(newer);

        // When
        followed.put(snapshot("task", 6, 1, null));

        // Then
        assertThat(followed.since(snapshot("task", 5, 1, null))).containsSame(newer);
        followed.put(snapshot("task", 2, 2, null));
        assertThat(followed.since(snapshot("task", 1, 2, null))).isPresent();
    }

    @Test
    void noMoreThanSomeAreKept() {
        // When
        for (int task = 0; task < 100; task++) {
            followed.put(snapshot("task-" + task, 7, 1, null));
        }

        // Then
        assertThat(followed.since(snapshot("task-0", 5, 1, null))).isEmpty();
        assertThat(followed.since(snapshot("task-99", 5, 1, null))).isPresent();
    }

    private static PolicySnapshot snapshot(String taskId, long version, long revision, @Nullable String candidate) {
        Prompt prompt = new Prompt("a prompt", List.of(1, 2));
        return PolicySnapshot.newBuilder()
                .setTaskId(taskId)
                .setTaskRevision(revision)
                .setTaskCreatedAt(Instant.EPOCH)
                .setVersion(version)
                .setDigest("digest")
                .setRoundsLearned(0)
                .setGreedyPrompt(prompt)
                .setInitialPrompt(prompt)
                .setCandidate(candidate)
                .setState(ByteBuffer.allocate(1))
                .setStateFormat("rlprompt/2")
                .setCreatedAt(Instant.EPOCH)
                .build();
    }
}

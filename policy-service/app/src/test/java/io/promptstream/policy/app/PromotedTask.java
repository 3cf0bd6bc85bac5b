package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.policy.RoundSamples;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.round.CandidateSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The task "opinions", which has learned, and a candidate that is to take the place of its policy. */
record PromotedTask(RunningService service, ServiceTopics topics) {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String FASTER = TaskSamples.JSON_WITH_ALL_WORDS.replace("0.01", "0.02");

    /** Lets the service learn rounds of a task that is new. */
    void learn(String taskId, String definition, int rounds) {
        service.put("/tasks/" + taskId, definition);
        topics.learn(RoundSamples.rounds(taskId, 0, rounds));
        awaitVersion(taskId, rounds);
    }

    /** A candidate of the task that has learned other rounds at another rate, in the topic and known to the service. */
    PolicySnapshot candidate() {
        learn("questions", FASTER, 6);
        PolicySnapshot candidate = PolicySnapshot.newBuilder(live("questions"))
                .setTaskId("opinions")
                .setTaskCreatedAt(live("opinions").getTaskCreatedAt().orElseThrow())
                .setCandidate("better")
                .setLineage(CandidateSamples.lineage(topics.begun("questions")))
                .setLearned(List.of())
                .build();
        topics.write(
                List.of(topics.candidateRecord(topics.catalogue().policySnapshots(), "opinions", "better", candidate)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                service.get("/tasks/opinions/candidates").body())
                        .hasSize(1));
        assertThat(service.version("opinions")).isEqualTo(4);
        return candidate;
    }

    PolicySnapshot live(String taskId) {
        return topics.savedSnapshots().stream()
                .filter(snapshot -> snapshot.getTaskId().equals(taskId)
                        && snapshot.getCandidate().isEmpty())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    static ReplayState state(String name, ReplayStatus status) {
        return ReplayState.newBuilder()
                .setReplayId(new UUID(1, 1))
                .setTaskId("opinions")
                .setName(name)
                .setStatus(status)
                .setTopic("round-results")
                .setPartition(0)
                .setFromOffset(0)
                .setNextOffset(0)
                .setEndOffset(0)
                .setStartedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }

    void awaitVersion(String taskId, long version) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.version(taskId)).isEqualTo(version));
    }
}

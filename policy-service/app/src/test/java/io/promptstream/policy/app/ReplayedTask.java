package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.RoundSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The task "opinions", which learns and is replayed. */
record ReplayedTask(RunningService service, ServiceTopics topics) {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final String REPLAYS = "/tasks/opinions/replays";

    static List<RoundResult> rounds(String taskId, int first, int end) {
        return RoundSamples.rounds(taskId, first, end).stream()
                .map(round ->
                        RoundResult.newBuilder(round).setClosedAt(Instant.now()).build())
                .toList();
    }

    /** In several parts, so that several steps tell of them. */
    void learn(int first, int end) {
        for (int part = first; part < end; part += 10) {
            int next = Math.min(end, part + 10);
            topics.learn(rounds("opinions", part, next));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(next));
        }
    }

    JsonNode show(String name) {
        return service.get(REPLAYS + "/" + name).body();
    }

    JsonNode awaitEnd(String name) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(show(name).path("status").asText())
                        .as("%s", show(name))
                        .isIn("done", "failed"));
        return show(name);
    }

    PolicySnapshot candidate(String name) {
        return topics.snapshots().stream()
                .filter(snapshot -> snapshot.getCandidate().filter(name::equals).isPresent())
                .reduce((before, after) -> after)
                .orElseThrow(() -> new AssertionError("no candidate " + name));
    }

    byte[] lastValue(String name) {
        return topics.snapshotRecords().stream()
                .filter(record -> Objects.equals(record.key(), "opinions/" + name))
                .reduce((before, after) -> after)
                .orElseThrow()
                .value();
    }

    String recordedDigest(long version) {
        return topics.history().stream()
                .flatMap(step -> step.getLearned().stream())
                .filter(round ->
                        round.getVersion().filter(known -> known == version).isPresent())
                .findFirst()
                .flatMap(LearnedRound::getDigest)
                .orElseThrow();
    }

    /** Appends a step that changes nothing, with a digest that the policy does not have. */
    void forgeLastStep(long version) {
        var history = topics.catalogue().policyHistory();
        PolicyEvent last = topics.history().stream()
                .filter(step -> step.getTaskId().equals("opinions"))
                .filter(step -> step.getKind() == PolicyEventKind.CONTINUED)
                .findFirst()
                .orElseThrow();
        topics.write(List.of(topics.record(
                history,
                "opinions",
                PolicyEvent.newBuilder(last)
                        .setVersion(version)
                        .setDigest("forged")
                        .build())));
    }
}

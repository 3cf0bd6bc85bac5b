package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Provenance;
import io.promptstream.event.RecordedPartition;
import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RewardKind;
import io.promptstream.reward.Events;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rescoring that cannot continue says so, leaves nothing behind, and keeps no other one waiting. */
@WithKafka
class FailedRescoringIT {
    private static final int ROUNDS = 40;

    @TempDir
    Path directory;

    private final RescoredSystem system;

    FailedRescoringIT(KafkaEnvironment kafka) {
        this.system = new RescoredSystem(kafka, Events.task());
    }

    @AfterEach
    void close() {
        system.close();
    }

    @Test
    void isFailedWithItsReasonAndTheNextOneBegins() {
        // Given two that an earlier run began and that nobody can continue with, and one that is in order
        traffic();
        Replay gone = order("gone", 1_000);
        Replay broken = order("broken", 1_000);
        system.order(gone);
        system.leave(gone);
        system.order(broken);
        system.leave(broken, new RecordedPartition("written-by-nobody", 0, 0L, 7L));
        system.order(order("next", 1_000));
        try (RunningService service = system.start(directory.resolve("state"))) {

            // Then the first ones fail, the last one is done, and nothing but results is left
            Rescoring failed = failed("gone");
            assertThat(failed.getMessage()).contains("by an older version");
            assertThat(failed.getStartedAt().toEpochMilli())
                    .isEqualTo(gone.getOrderedAt().toEpochMilli());
            assertThat(failed.getEndedAt()).isPresent();
            assertThat(failed("broken").getMessage()).contains("written-by-nobody");
            done("next");
            Awaitility.await()
                    .atMost(RoundsOfOutputs.PATIENCE)
                    .untilAsserted(() -> assertThat(system.leftovers()).isEmpty());
            assertThat(directory.resolve("state/rescorings").toFile().list()).isNullOrEmpty();
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }
    }

    private Rescoring failed(String name) {
        return system.await(name, rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.FAILED));
    }

    private void done(String name) {
        system.await(name, rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));
    }

    private static Replay order(String name, double recordsPerSecond) {
        return Replay.newBuilder()
                .setReplayId(UUID.randomUUID())
                .setTaskId(Events.TASK)
                .setName(name)
                .setReward(Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.DEFAULT_VALUE))
                .setRecordsPerSecond(recordsPerSecond)
                .setOrderedAt(Instant.now())
                .build();
    }

    private void traffic() {
        List<RescoredSystem.Written> records = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String queryId = "query-" + round;
            Provenance provenance = Events.explore(new UUID(9, round), 1, 1, 0, 0);
            records.add(system.query(Events.query(queryId, "yes")));
            records.add(system.proposal(Events.proposal(queryId, provenance)));
            records.add(system.output(Events.output(queryId, provenance, 1, 0)));
        }
        system.write(records);
    }
}

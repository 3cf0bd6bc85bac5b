package io.promptstream.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second instance joins while the first one works, and then the first one is stopped. */
@WithKafka
class ScalingIT {
    private static final int ROUNDS = 60;

    @TempDir
    Path directory;

    private final KafkaEnvironment kafka;

    ScalingIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void nothingIsLostOrDoubledWhenInstancesComeAndGo() {
        try (RoundsOfOutputs rounds = new RoundsOfOutputs(kafka, ROUNDS);
                RunningService first = start(rounds, "first").awaitUp()) {
            // When
            rounds.write(0, ROUNDS / 3);
            rounds.awaitFirstReward();
            try (RunningService second = start(rounds, "second").awaitUp()) {
                rounds.write(ROUNDS / 4, ROUNDS / 2);
                awaitMembers(rounds, 2);
                rounds.write(ROUNDS / 2, ROUNDS * 2 / 3);
                first.close();
                rounds.write(ROUNDS / 2, ROUNDS);

                // Then
                rounds.awaitResults();
                awaitMembers(rounds, 1);
                assertThat(second.get("/health").statusCode()).isEqualTo(200);
            }
            rounds.assertRewardedOnce();
        }
    }

    private RunningService start(RoundsOfOutputs rounds, String instance) {
        return new RunningService(kafka, rounds.topics().prefix(), directory.resolve(instance), instance);
    }

    /** Returns when the group has so many members and each has partitions. */
    private void awaitMembers(RoundsOfOutputs rounds, int count) {
        String group = rounds.topics().prefix() + "reward-service";
        Awaitility.await()
                .atMost(RoundsOfOutputs.PATIENCE)
                .untilAsserted(
                        () -> assertThat(assignments(group)).hasSize(count).allMatch(partitions -> partitions > 0));
    }

    /** Number of partitions of each member; nothing while the group is rebalancing. */
    private List<Integer> assignments(String group) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .filter(description -> description.groupState() == GroupState.STABLE)
                    .flatMap(description -> description.members().stream())
                    .map(member -> member.assignment().topicPartitions().size())
                    .toList();
        }
    }
}

package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.file.Path;
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
                kafka.awaitMembers(rounds.topics().prefix() + "reward-service", 2, RoundsOfOutputs.PATIENCE);
                rounds.write(ROUNDS / 2, ROUNDS * 2 / 3);
                first.close();
                rounds.write(ROUNDS / 2, ROUNDS);

                // Then
                rounds.awaitResults();
                kafka.awaitMembers(rounds.topics().prefix() + "reward-service", 1, RoundsOfOutputs.PATIENCE);
                assertThat(second.get("/health").statusCode()).isEqualTo(200);
            }
            rounds.assertRewardedOnce();
        }
    }

    private RunningService start(RoundsOfOutputs rounds, String instance) {
        return new RunningService(kafka, rounds.topics().prefix(), directory.resolve(instance), instance);
    }
}

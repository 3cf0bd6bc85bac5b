package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own, killed in the middle of its work. */
@WithKafka
class KilledServiceIT {
    private static final int ROUNDS = 40;

    @TempDir
    Path directory;

    private final KafkaEnvironment kafka;

    KilledServiceIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void givesEachProposalOneRewardAndEachRoundOneResult() throws Exception {
        try (RoundsOfOutputs rounds = new RoundsOfOutputs(kafka, ROUNDS)) {
            // When the service is killed while it works on the first half
            Process first = start(rounds);
            rounds.write(0, ROUNDS / 2);
            rounds.awaitFirstReward();
            first.destroyForcibly().waitFor();
            int before = rounds.rewardsNow();

            // And its successor sees the rest, and outputs of both halves twice
            Process second = start(rounds);
            try {
                rounds.write(ROUNDS / 4, ROUNDS);
                rounds.awaitResults();
            } finally {
                second.destroy();
                second.waitFor();
            }

            // Then
            assertThat(before).isLessThan(rounds.outputs());
            rounds.assertRewardedOnce();
        }
    }

    private Process start(RoundsOfOutputs rounds) throws IOException {
        ProcessBuilder service = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RewardService.class.getName());
        Map<String, String> environment = service.environment();
        environment.put("PROMPTSTREAM_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("PROMPTSTREAM_SCHEMA_REGISTRY_URL", kafka.registryUrl());
        environment.put("PROMPTSTREAM_TOPIC_PREFIX", rounds.topics().prefix());
        environment.put("PROMPTSTREAM_STATE_DIR", directory.resolve("state").toString());
        environment.put("PROMPTSTREAM_HTTP_PORT", "-1");
        File log = directory.resolve("service.log").toFile();
        return service.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}

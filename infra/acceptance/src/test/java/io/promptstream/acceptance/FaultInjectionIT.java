package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.SystemSettings;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class FaultInjectionIT {

    private static final Logger LOG = LoggerFactory.getLogger(FaultInjectionIT.class);
    private static final Path TARGET = Path.of("target");
    private static final int KILLS_THAT_DOUBLE = 3;

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void nothingIsLostOrDoubledAndTheWeightsAreThoseOfAnUndisturbedRun() {
        var settings = FaultSettings.fromProperties();
        LOG.info("The faults follow from -D{}seed={}", FaultSettings.PREFIX, settings.seed());
        var random = new Random(settings.seed());
        try (var system = RunningSystem.startSmall(directory.resolve("run"), settings.environment());
                var suite = new FaultSuite(system, model(), settings, random)) {
            for (var run : FaultPlan.of(
                            settings,
                            system.kafka().topics(),
                            system.processes().instances(),
                            random)
                    .runs()) {
                // When
                var findings = suite.run(run);
                suite.report().write(TARGET, "fault-injection");

                // Then
                assertThat(findings.examples()).as(run.name()).isEmpty();
                assertThat(suite.relearning().difference()).as(run.name()).isEmpty();
                assertThat(suite.ledger().deadLetters()).as(run.name()).isZero();
            }
            assertThat(suite.relearning().version()).isPositive();
            assertThat(suite.copier().written().values())
                    .allSatisfy(copies -> assertThat(copies).isPositive());

            // And the service itself comes to the same versions again
            system.orderReplay("whole", JsonNodeFactory.instance.objectNode().put("verify", true));
            var replay = system.awaitReplay("whole");
            assertThat(replay.path("status").asText()).as(replay.toString()).isEqualTo("done");
            assertThat(replay.at("/verification/versionsCompared").asLong())
                    .isEqualTo(suite.relearning().version() + 1);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    @EnabledIfSystemProperty(named = FaultSettings.FORM, matches = FaultSettings.LONG_FORM)
    void findsWhatIsDoubledWhenExactlyOnceIsSwitchedOff() {
        // Given
        var settings = FaultSettings.fromProperties().withGuarantee(FaultSettings.AT_LEAST_ONCE);
        var random = new Random(settings.seed());
        try (var system = RunningSystem.startSmall(directory.resolve("run"), settings.environment());
                var suite = new FaultSuite(system, model(), settings, random)) {
            // When
            var findings = suite.run(
                    FaultPlan.kills(ServiceKind.REWARD, system.processes().instances(), KILLS_THAT_DOUBLE, random));
            suite.report().write(TARGET, "fault-injection-at-least-once");

            // Then
            assertThat(findings.duplicates()).isPositive();
            assertThat(findings.examples()).anyMatch(example -> example.startsWith("reward of proposal"));
        }
    }

    private static Path model() {
        return SystemSettings.bundledModel(SystemSettings.rootFromProperty());
    }
}

package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.system.ServiceInstance;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.SystemSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two processes of every service share the work. One of each has a clock that is ahead, where libfaketime is installed; the
 * processes are killed, and meanwhile a task is changed through both policy services at once.
 */
class TwoOfEveryServiceIT {

    private static final Logger LOG = LoggerFactory.getLogger(TwoOfEveryServiceIT.class);
    private static final Path TARGET = Path.of("target");

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void nothingIsLostOrDoubledAndNoChangeOfATaskIsLost() {
        var settings = FaultSettings.fromProperties();
        LOG.info("The faults follow from -D{}seed={}", FaultSettings.PREFIX, settings.seed());
        var random = new Random(settings.seed());
        try (var system = RunningSystem.startSmallTwice(directory.resolve("run"));
                var suite = new FaultSuite(
                        system, SystemSettings.bundledModel(SystemSettings.rootFromProperty()), settings, random)) {
            // Given
            SkewedClock.installed()
                    .ifPresentOrElse(
                            clock -> skew(system, clock.environment()),
                            () -> LOG.warn("libfaketime is not installed: all clocks show the same time"));

            for (var run : plan(system, settings, random)) {
                // When
                try (var changes = TaskChanges.begin(system)) {
                    var findings = suite.run(run);
                    suite.report().write(TARGET, "two-of-every-service");

                    // Then
                    assertThat(findings.examples()).as(run.name()).isEmpty();
                    assertThat(suite.relearning().difference()).as(run.name()).isEmpty();
                    assertThat(suite.ledger().deadLetters()).as(run.name()).isZero();
                    assertThat(changes.end().complaints()).as(run.name()).isEmpty();
                }
            }
            assertThat(suite.relearning().version()).isPositive();
        }
    }

    private static List<FaultRun> plan(RunningSystem system, FaultSettings settings, Random random) {
        var runs = new ArrayList<FaultRun>();
        runs.add(new FaultRun("no fault", List.of()));
        for (var kind : ServiceKind.values()) {
            runs.add(FaultPlan.kills(kind, system.processes().instances(), settings.kills(), random));
        }
        return runs;
    }

    /** Starts the second process of each service again, with another clock. */
    private static void skew(RunningSystem system, Map<String, String> environment) {
        for (var kind : ServiceKind.values()) {
            var second = new ServiceInstance(kind, 2);
            system.processes().kill(second);
            system.processes().restart(second, environment);
        }
    }
}

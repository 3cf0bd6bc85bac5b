package io.promptstream.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Injects faults into one system under load, run after run, and counts after each what came of it. */
final class FaultSuite implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FaultSuite.class);

    private static final int FEWEST_REWARDS = 50;
    private static final int MOST_REWARDS = 200;
    private static final int QUERIES_BETWEEN_LOOKS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration LONG_WAIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Looks at the topics that find nothing new and nothing missing, until what was sent counts as dealt with. */
    private static final int QUIET_LOOKS = 4;

    private final RunningSystem system;
    private final Random random;
    private final Load load;
    private final Ledger ledger;
    private final RecordCopier copier;
    private final Relearning relearning;
    private final FaultInjector injector;
    private final FaultReport report;

    FaultSuite(RunningSystem system, Path modelDirectory, FaultSettings settings, Random random) {
        this.system = system;
        this.random = random;
        this.load = new Load(system);
        this.ledger = new Ledger(system.kafka(), system.task().getTaskId());
        this.copier = new RecordCopier(system.kafka(), random);
        this.relearning = Relearning.load(modelDirectory);
        this.injector = new FaultInjector(system.processes(), copier);
        this.report = new FaultReport(settings.seed(), settings.guarantee());
    }

    FaultReport report() {
        return report;
    }

    /** Injects the faults of a run while queries stream in, then waits until all of them are dealt with, and reports. */
    Findings run(FaultRun run) {
        var before = Standing.of(this, findings());
        int sentBefore = load.sent();
        long copiesBefore = ledger.books().copies();
        streamUntilRewarded();
        for (var fault : run.faults()) {
            LOG.info("After {} queries: {}", load.sent(), fault);
            var injection = injector.inject(fault);
            load.streamUntilDone(injection);
            injection.join();
            LOG.info("After {} queries: done, and everything is ready", load.sent());
            streamUntilRewarded();
        }
        load.flush();
        var findings = settle();
        relearning.follow(ledger.books().history(), ledger.books()::result);
        var after = Standing.of(this, findings);
        report.add(new FaultReport.Line(
                run.name(),
                run.faults().size(),
                ledger.books().copies() - copiesBefore,
                load.sent() - sentBefore,
                after.rewarded() - before.rewarded(),
                after.version() - before.version(),
                after.duplicates() - before.duplicates(),
                after.losses() - before.losses(),
                relearning.difference().isEmpty()));
        report.table().forEach(LOG::info);
        findings.examples().forEach(LOG::warn);
        relearning.difference().ifPresent(LOG::warn);
        return findings;
    }

    Relearning relearning() {
        return relearning;
    }

    Ledger ledger() {
        return ledger;
    }

    RecordCopier copier() {
        return copier;
    }

    /** Until some rewards have come out again: a fault is to hit a system at work, however long that takes to start. */
    private void streamUntilRewarded() {
        long goal = ledger.rewardsWritten() + random.nextInt(FEWEST_REWARDS, MOST_REWARDS);
        while (ledger.rewardsWritten() < goal) {
            load.stream(QUERIES_BETWEEN_LOOKS);
        }
    }

    /** Reads until nothing is missing and nothing new comes for a while, or the patience ends. */
    private Findings settle() {
        long began = System.nanoTime();
        long told = began;
        int quiet = 0;
        var findings = findings();
        while (quiet < QUIET_LOOKS && System.nanoTime() - began < PATIENCE.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            boolean still = ledger.readOn() == 0;
            findings = findings();
            quiet = still && findings.losses() == 0 ? quiet + 1 : 0;
            if (quiet == 0 && System.nanoTime() - told > LONG_WAIT.toNanos()) {
                told = System.nanoTime();
                LOG.info(
                        "Waiting for {} records for {} s, such as: {}",
                        findings.losses(),
                        Duration.ofNanos(told - began).toSeconds(),
                        findings.examples());
            }
        }
        return findings;
    }

    private Findings findings() {
        List<String> queryIds = IntStream.range(0, load.sent())
                .mapToObj(number -> system.query(number).getQueryId())
                .toList();
        return ledger.books().findings(queryIds);
    }

    /** Where things stood at one moment. */
    private record Standing(long rewarded, long version, long duplicates, long losses) {
        static Standing of(FaultSuite suite, Findings findings) {
            return new Standing(
                    suite.ledger.books().rewarded(),
                    suite.relearning.version(),
                    findings.duplicates(),
                    findings.losses());
        }
    }

    @Override
    public void close() {
        load.close();
        ledger.close();
        copier.close();
        relearning.close();
    }
}

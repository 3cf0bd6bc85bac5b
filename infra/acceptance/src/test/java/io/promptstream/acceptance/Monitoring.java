package io.promptstream.acceptance;

import io.promptstream.local.system.SystemSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see of a running system, if this machine has a Prometheus. */
final class Monitoring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);
    private static final Pattern METRIC = Pattern.compile("\\b(promptstream|kafka)_\\w+");

    private final Path root = SystemSettings.rootFromProperty();
    private final Optional<PrometheusProcess> prometheus;

    /** @param directory for what Prometheus writes */
    Monitoring(RunningSystem system, Path directory) {
        this.prometheus = executable("prometheus")
                .map(executable -> PrometheusProcess.start(
                        executable, root.resolve("infra/prometheus"), system.description(), directory));
        if (prometheus.isEmpty()) {
            LOG.warn(
                    "There is no prometheus on the PATH (apt-get install prometheus): dashboards and alerts are not tried");
        }
    }

    /** The program of that name, as a shell would find it. */
    static Optional<Path> executable(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What should have data and has none, and alerts that fire. Nothing where there is no Prometheus. */
    List<String> findings() {
        return prometheus.stream().flatMap(this::findings).toList();
    }

    private Stream<String> findings(PrometheusProcess running) {
        var silent = Dashboards.read(root).queries().stream()
                .filter(query -> hasNoData(running, query.expression()))
                .map(query -> "no data: %s: %s".formatted(query.source(), query.expression()));
        var unknown = metricsOfAlerts()
                .filter(metric -> hasNoData(running, "count(%s)".formatted(metric)))
                .map(metric -> "no such metric, in alerts.yml: " + metric);
        var firing = running.query("ALERTS{alertstate=\"firing\"}").stream().map(series -> "fires: " + series.labels());
        return Stream.of(silent, unknown, firing).flatMap(found -> found);
    }

    /** A quotient of nothing by nothing is no data. */
    private static boolean hasNoData(PrometheusProcess running, String expression) {
        return running.query(expression).stream().allMatch(series -> Double.isNaN(series.value()));
    }

    /** A rule on a metric that does not exist is silent, and its unit test does not tell. */
    private Stream<String> metricsOfAlerts() {
        var file = root.resolve("infra/prometheus/alerts.yml");
        try {
            return METRIC.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .map(name -> name.equals("promptstream_hop_duration_seconds") ? name + "_count" : name);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    @Override
    public void close() {
        prometheus.ifPresent(PrometheusProcess::close);
    }
}

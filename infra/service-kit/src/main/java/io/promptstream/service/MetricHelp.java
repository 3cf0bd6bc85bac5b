package io.promptstream.service;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives each of our metrics the meaning that the documentation's table states, as its help text. */
@Singleton
final class MetricHelp implements MeterFilter {
    private static final String TABLE = "metrics.md";
    private static final String ROW = "| `promptstream_";
    private static final int NAME = 1;
    private static final int MEANING = 6;
    private static final String OURS = "promptstream.";

    private final PrometheusNamingConvention names = new PrometheusNamingConvention();
    private final Map<String, String> meanings;

    @Inject
    MetricHelp() {
        this(table());
    }

    MetricHelp(String table) {
        this.meanings = table.lines()
                .filter(line -> line.startsWith(ROW))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toUnmodifiableMap(
                        cells -> base(plain(cells[NAME])), cells -> plain(cells[MEANING]), (first, second) -> first));
    }

    private static String table() {
        try (InputStream file = MetricHelp.class.getResourceAsStream(TABLE)) {
            if (file == null) {
                throw new IllegalStateException(TABLE + " is missing: build with Maven");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        String meaning = id.getName().startsWith(OURS)
                ? meanings.get(base(names.name(id.getName(), id.getType(), id.getBaseUnit())))
                : null;
        return meaning == null
                ? id
                : new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), meaning, id.getType());
    }

    private static String base(String name) {
        String suffix = "_total";
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    private static String plain(String cell) {
        return cell.replace("`", "").strip();
    }
}

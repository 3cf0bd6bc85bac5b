package io.promptstream.task.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.promptstream.languagemodel.scoring.CacheStatistics;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The prefix cache of one local model. */
public record PrefixCacheMeters(String model, Supplier<CacheStatistics> statistics) implements MeterBinder {
    private static final String PREFIX = "promptstream.prefix.cache.";

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "hits", CacheStatistics::hits);
        counter(registry, "misses", CacheStatistics::misses);
        counter(registry, "evictions", CacheStatistics::evictions);
        gauge(registry, "size", CacheStatistics::bytes);
        gauge(registry, "limit", CacheStatistics::maximumBytes);
    }

    private void counter(MeterRegistry registry, String name, ToDoubleFunction<CacheStatistics> value) {
        FunctionCounter.builder(PREFIX + name, statistics, source -> value.applyAsDouble(source.get()))
                .tag("model", model)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, ToDoubleFunction<CacheStatistics> value) {
        Gauge.builder(PREFIX + name, () -> value.applyAsDouble(statistics.get()))
                .tag("model", model)
                .baseUnit("bytes")
                .register(registry);
    }
}

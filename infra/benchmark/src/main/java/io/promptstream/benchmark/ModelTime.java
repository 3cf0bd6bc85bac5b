package io.promptstream.benchmark;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time that a task service has spent in its models, as its own metric tells. */
record ModelTime(Duration duration) {

    static ModelTime of(EmbeddedServer service) {
        double nanos = service
                .getApplicationContext()
                .getBean(MeterRegistry.class)
                .find("promptstream.model.call.duration")
                .tag("outcome", "answered")
                .timers()
                .stream()
                .mapToDouble(timer -> timer.totalTime(TimeUnit.NANOSECONDS))
                .sum();
        return new ModelTime(Duration.ofNanos((long) nanos));
    }

    ModelTime minus(ModelTime earlier) {
        return new ModelTime(duration.minus(earlier.duration));
    }
}

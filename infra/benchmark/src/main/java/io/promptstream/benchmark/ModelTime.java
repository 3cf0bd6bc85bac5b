package io.promptstream.benchmark;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time that a task service has spent in its models, as its own metric tells. */
record ModelTime(Duration duration) {

    static ModelTime of(EmbeddedServer service) {
        Timer timer = service.getApplicationContext()
                .getBean(MeterRegistry.class)
                .find("promptstream.task.model.batches")
                .timer();
        return new ModelTime(
                timer == null ? Duration.ZERO : Duration.ofNanos((long) timer.totalTime(TimeUnit.NANOSECONDS)));
    }

    ModelTime minus(ModelTime earlier) {
        return new ModelTime(duration.minus(earlier.duration));
    }
}

package io.promptstream.service;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.promptstream.kafka.ComponentHealth;
import io.promptstream.kafka.ServiceComponent;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Up once topics and registry were found and as long as every component works. */
@Singleton
final class ServiceHealth implements HealthIndicator {
    private final Startup startup;

    ServiceHealth(Startup startup) {
        this.startup = startup;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        ComponentHealth prepared = startup.health();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("startup", prepared.detail());
        boolean up = prepared.working();
        if (up) {
            for (ServiceComponent component : startup.components()) {
                ComponentHealth health = component.health();
                details.put(component.name(), health.detail());
                up &= health.working();
            }
        }
        return Publishers.just(HealthResult.builder("promptstream", up ? HealthStatus.UP : HealthStatus.DOWN)
                .details(details)
                .build());
    }
}

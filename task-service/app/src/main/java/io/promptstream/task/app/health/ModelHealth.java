package io.promptstream.task.app.health;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.promptstream.task.app.models.LocalModels;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import org.reactivestreams.Publisher;

/** Up once every configured local model is loaded. */
@Singleton
final class ModelHealth implements HealthIndicator {
    private final LocalModels models;

    ModelHealth(LocalModels models) {
        this.models = models;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        Map<String, String> loaded = models.fingerprints();
        Map<String, String> details = new TreeMap<>();
        models.directories()
                .forEach((name, directory) -> details.put(
                        name, loaded.containsKey(name) ? loaded.get(name) : "not loaded from " + directory));
        boolean all = loaded.keySet().containsAll(models.directories().keySet());
        return Publishers.just(HealthResult.builder("models", all ? HealthStatus.UP : HealthStatus.DOWN)
                .details(details)
                .build());
    }
}

package io.promptstream.policy.app;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.promptstream.policy.learning.FrozenLanguageModel;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Up when the language model is loaded, with what identifies it. */
@Singleton
final class ModelHealth implements HealthIndicator {
    private final FrozenLanguageModel model;

    ModelHealth(FrozenLanguageModel model) {
        this.model = model;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(HealthResult.builder("model", HealthStatus.UP)
                .details(Map.of("fingerprint", model.fingerprint(), "vocabularySize", model.vocabularySize()))
                .build());
    }
}

package io.promptstream.service.tracing;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.promptstream.service.CodeVersion;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.service.ServiceConfiguration;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes what records; where tracing is off, nothing of OpenTelemetry is loaded. */
@Factory
final class TracingBeans {
    @Singleton
    @Named("tracing")
    DeclaredVariables declaredVariables() {
        return DeclaredVariables.of(TracingConfiguration.class);
    }

    private static final Duration EXPORT_INTERVAL = Duration.ofSeconds(1);
    /** A round of the default size has 512 proposals, and several rounds are answered within an interval. */
    private static final int MOST_WAITING = 16_384;

    @Singleton
    @Bean(preDestroy = "close")
    Tracing tracing(
            TracingConfiguration configuration,
            ServiceConfiguration service,
            CodeVersion codeVersion,
            @Value("${micronaut.application.name}") String name) {
        return configuration.on()
                ? new OpenTelemetryTracing(provider(configuration, resource(service, codeVersion, name)))
                : Tracing.OFF;
    }

    private static SdkTracerProvider provider(TracingConfiguration configuration, Resource resource) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(configuration.tracesUrl())
                .build();
        return SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(configuration.tracingRatio())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(EXPORT_INTERVAL)
                        .setMaxQueueSize(MOST_WAITING)
                        .build())
                .build();
    }

    private static Resource resource(ServiceConfiguration service, CodeVersion codeVersion, String name) {
        return Resource.getDefault()
                .merge(Resource.create(Attributes.builder()
                        .put("service.name", name)
                        .put("service.namespace", "promptstream")
                        .put("service.instance.id", service.instance())
                        .put("service.version", codeVersion.name())
                        .build()));
    }
}

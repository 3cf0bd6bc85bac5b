package io.promptstream.service.tracing;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.promptstream.service.Settings;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Whether and where the steps of queries are recorded. Each component is set by the environment variable of its name, such
 * as {@code PROMPTSTREAM_TRACING_ENDPOINT}.
 *
 * @param tracing {@code off}, or {@code otlp}: spans are sent with OpenTelemetry's protocol over HTTP
 * @param tracingEndpoint base URL of who takes the spans; {@code /v1/traces} is added
 * @param tracingRatio share of the queries whose traces begin here that is recorded; a query that belongs to a trace
 *     already is recorded if that one is
 */
@ConfigurationProperties("promptstream")
public record TracingConfiguration(
        @Bindable(defaultValue = OFF) String tracing,
        @Bindable(defaultValue = "http://127.0.0.1:4318") String tracingEndpoint,
        @Bindable(defaultValue = "1.0") double tracingRatio) {
    private static final String OFF = "off";
    private static final String OTLP = "otlp";

    public TracingConfiguration {
        Settings.require(
                tracing.equals(OFF) || tracing.equals(OTLP), "PROMPTSTREAM_TRACING", tracing, OFF + " or " + OTLP);
        Settings.require(
                isHttp(tracingEndpoint),
                "PROMPTSTREAM_TRACING_ENDPOINT",
                '"' + tracingEndpoint + '"',
                "a base URL such as http://127.0.0.1:4318");
        Settings.require(
                tracingRatio >= 0 && tracingRatio <= 1,
                "PROMPTSTREAM_TRACING_RATIO",
                tracingRatio,
                "a number from 0 to 1");
    }

    boolean on() {
        return tracing.equals(OTLP);
    }

    /** Where spans are posted to. */
    String tracesUrl() {
        return tracingEndpoint.replaceAll("/+$", "") + "/v1/traces";
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}

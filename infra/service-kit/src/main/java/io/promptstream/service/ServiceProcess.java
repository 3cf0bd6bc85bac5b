package io.promptstream.service;

import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.runtime.Micronaut;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a service. */
public final class ServiceProcess {
    static final String HTTP_HOST = "PROMPTSTREAM_HTTP_HOST";
    static final String HTTP_PORT = "PROMPTSTREAM_HTTP_PORT";
    private static final String INSTANCE = "PROMPTSTREAM_INSTANCE";
    private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);

    private ServiceProcess() {}

    /**
     * Starts a service. Of the environment it gets what is meant for it: Micronaut by itself would take every variable for a
     * setting, and a cluster sets some that happen to look like one.
     */
    public static void run(Class<?> service, String... arguments) {
        EnvironmentVariables variables = EnvironmentVariables.of(System.getenv());
        variables.remarks().forEach(log::warn);
        Micronaut.build(arguments)
                .mainClass(service)
                .banner(false)
                .environmentPropertySource(false)
                .propertySources(
                        new Source("environment", settings(variables), PropertyConvention.ENVIRONMENT_VARIABLE),
                        new Source("derived", derived(variables), PropertyConvention.JAVA_PROPERTIES))
                .start();
    }

    private static Map<String, Object> settings(EnvironmentVariables variables) {
        Map<String, Object> settings = new HashMap<>(variables.settings());
        settings.putIfAbsent(
                INSTANCE,
                InstanceName.of(
                        System.getenv(),
                        variables.settings().getOrDefault(HTTP_PORT, ""),
                        ProcessHandle.current().pid()));
        return settings;
    }

    private static Map<String, Object> derived(EnvironmentVariables variables) {
        Map<String, Object> settings = new HashMap<>();
        variables.kafka().forEach((name, value) -> settings.put("promptstream.kafka." + name, value));
        String host = variables.settings().get(HTTP_HOST);
        String port = variables.settings().get(HTTP_PORT);
        if (host != null) {
            settings.put("micronaut.server.host", host);
        }
        if (port != null) {
            settings.put("micronaut.server.port", port);
        }
        return settings;
    }

    /** Stands where the whole environment would, above a service's files. */
    private static final class Source extends MapPropertySource {
        private final PropertyConvention convention;

        private Source(String name, Map<String, Object> settings, PropertyConvention convention) {
            super(name, settings);
            this.convention = convention;
        }

        @Override
        public PropertyConvention getConvention() {
            return convention;
        }

        @Override
        public int getOrder() {
            return EnvironmentPropertySource.POSITION;
        }
    }
}

package io.promptstream.local.system;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the launcher tells a service by environment variables.
 *
 * <p>Services refuse variables that they do not know. So each gets those of its own that the launcher was started with, and
 * never one that is meant for another service or for the launcher.
 */
final class ServiceEnvironment {

    private static final String PREFIX = "PROMPTSTREAM_";
    private static final String FOR_KAFKA_CLIENTS = PREFIX + "KAFKA_";

    private ServiceEnvironment() {}

    /** Variables to be set. */
    static Map<String, String> of(
            ServiceKind kind, SystemSettings settings, String bootstrapServers, String registryUrl, int port) {
        var variables = new TreeMap<String, String>();
        variables.put("PROMPTSTREAM_BOOTSTRAP_SERVERS", bootstrapServers);
        variables.put("PROMPTSTREAM_SCHEMA_REGISTRY_URL", registryUrl);
        variables.put("PROMPTSTREAM_HTTP_HOST", "127.0.0.1");
        variables.put("PROMPTSTREAM_HTTP_PORT", Integer.toString(port));
        // The same at every start: transactional ids are made of it, and fence what a killed process left open.
        variables.put("PROMPTSTREAM_INSTANCE", kind.module() + "-1");
        variables.put("PROMPTSTREAM_STATE_DIR", settings.stateDirectory(kind).toString());
        if (kind.usesModel()) {
            variables.put("PROMPTSTREAM_MODEL_DIR", settings.modelDirectory().toString());
        }
        variables.put("LOG_FORMAT", "text");
        settings.environment().forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || isOwn(kind, name)) {
                variables.put(name, value);
            }
        });
        return Map.copyOf(variables);
    }

    /** Those among the launcher's variables that must not reach the service. */
    static List<String> withheld(ServiceKind kind, Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(PREFIX) && !isOwn(kind, name))
                .sorted()
                .toList();
    }

    private static boolean isOwn(ServiceKind kind, String name) {
        return name.startsWith(FOR_KAFKA_CLIENTS) || kind.variables().stream().anyMatch(name::startsWith);
    }
}

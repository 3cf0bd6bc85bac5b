package io.promptstream.local.system;

import java.util.Map;
import java.util.TreeMap;

/** What the launcher tells a service by environment variables. */
final class ServiceEnvironment {

    private ServiceEnvironment() {}

    static Map<String, String> of(
            ServiceKind kind, SystemSettings settings, String bootstrapServers, String registryUrl, int port) {
        var variables = new TreeMap<String, String>();
        variables.put("PROMPTSTREAM_BOOTSTRAP_SERVERS", bootstrapServers);
        variables.put("PROMPTSTREAM_SCHEMA_REGISTRY_URL", registryUrl);
        variables.put("PROMPTSTREAM_HTTP_HOST", "127.0.0.1");
        variables.put("PROMPTSTREAM_HTTP_PORT", Integer.toString(port));
        // The same at every start: transactional ids are made of it, and fence what a killed process left open.
        variables.put("PROMPTSTREAM_INSTANCE", kind.module() + "-1");
        variables.put(
                "PROMPTSTREAM_STATE_DIR",
                settings.directory().resolve("state").resolve(kind.module()).toString());
        variables.put("PROMPTSTREAM_MODEL_DIR", settings.modelDirectory().toString());
        variables.put("LOG_FORMAT", "text");
        variables.putAll(settings.environment());
        return Map.copyOf(variables);
    }
}

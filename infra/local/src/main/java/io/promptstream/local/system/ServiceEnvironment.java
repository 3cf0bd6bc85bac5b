package io.promptstream.local.system;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the launcher tells a service by environment variables.
 *
 * <p>Each service gets those of its own that the launcher was started with, and never one that is meant for another service
 * or for the launcher, or that a container platform made of a service's name.
 */
final class ServiceEnvironment {

    private static final String PREFIX = "PROMPTSTREAM_";
    /** What the names of variables begin with that every service takes. */
    private static final List<String> OF_ALL =
            List.of(PREFIX + "KAFKA_", PREFIX + "TRACING", PREFIX + "EVENT_RETENTION");

    /** What Kubernetes and Docker links set in every container for a service that begins with our name. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_SERVICE_(HOST|PORT|PORT_.*)|.*_PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?");

    private ServiceEnvironment() {}

    /**
     * Variables to be set.
     *
     * @param ports of all processes that are started, this one among them
     */
    static Map<String, String> of(
            ServiceInstance instance,
            SystemSettings settings,
            String bootstrapServers,
            String registryUrl,
            Map<ServiceInstance, Integer> ports) {
        var kind = instance.kind();
        var variables = new TreeMap<String, String>();
        variables.put("PROMPTSTREAM_BOOTSTRAP_SERVERS", bootstrapServers);
        variables.put("PROMPTSTREAM_SCHEMA_REGISTRY_URL", registryUrl);
        variables.put("PROMPTSTREAM_HTTP_HOST", "127.0.0.1");
        variables.put("PROMPTSTREAM_HTTP_PORT", Integer.toString(Objects.requireNonNull(ports.get(instance))));
        // The same at every start: transactional ids are made of it, and fence what a killed process left open.
        variables.put("PROMPTSTREAM_INSTANCE", instance.identity());
        variables.put(
                "PROMPTSTREAM_STATE_DIR", settings.stateDirectory(instance).toString());
        if (kind.usesModel()) {
            variables.put("PROMPTSTREAM_MODEL_DIR", settings.modelDirectory().toString());
        }
        if (kind == ServiceKind.REWARD) {
            variables.put("PROMPTSTREAM_REWARD_DASHBOARD_PEERS", peers(ports));
            variables.put(
                    "PROMPTSTREAM_REWARD_DASHBOARD_TOKENIZER",
                    settings.modelDirectory().resolve("tokenizer.json").toString());
        }
        variables.put("LOG_FORMAT", "text");
        settings.environment().forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || isOwn(kind, name)) {
                variables.put(name, value);
            }
        });
        var models = settings.models().variable();
        if (kind == ServiceKind.TASK && !models.isEmpty()) {
            variables.put(ModelDirectories.VARIABLE, models);
        }
        return Map.copyOf(variables);
    }

    /** Those among the launcher's variables that must not reach the service. */
    static List<String> withheld(ServiceKind kind, Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(PREFIX) && !isOwn(kind, name))
                .sorted()
                .toList();
    }

    private static String peers(Map<ServiceInstance, Integer> ports) {
        return ports.entrySet().stream()
                .filter(service -> service.getKey().kind() != ServiceKind.REWARD)
                .map(service -> service.getKey().name() + "=" + Address.http(service.getValue()))
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static boolean isOwn(ServiceKind kind, String name) {
        return !SERVICE_LINK.matcher(name).matches()
                && (OF_ALL.stream().anyMatch(name::startsWith)
                        || kind.variables().stream().anyMatch(name::startsWith));
    }
}

package io.promptstream.service;

import io.promptstream.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process's environment holds for a service. Whatever does not begin with {@code PROMPTSTREAM_} is none of its
 * business, and what Kubernetes sets for Services of other names is none either.
 *
 * @param settings by the variable's name
 * @param kafka settings of Kafka's clients by Kafka's own names
 * @param remarks on what was ignored, a sentence each
 */
record EnvironmentVariables(Map<String, String> settings, Map<String, String> kafka, List<String> remarks) {
    static final String PREFIX = "PROMPTSTREAM_";
    private static final String KAFKA = PREFIX + "KAFKA_";

    /**
     * The names that Kubernetes makes of a Service's: its name in capitals, and one of these. A port alone is one only where
     * its value is an address.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "(" + PREFIX
                    + "[A-Z0-9_]+?)_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?|PORT)");

    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    EnvironmentVariables {
        settings = Map.copyOf(settings);
        kafka = Map.copyOf(kafka);
        remarks = List.copyOf(remarks);
    }

    static EnvironmentVariables of(Map<String, String> environment) {
        Map<String, String> settings = new TreeMap<>();
        Map<String, String> kafka = new TreeMap<>();
        Map<String, Set<String>> links = new TreeMap<>();
        List<String> remarks = new ArrayList<>();
        new TreeMap<>(environment).tailMap(PREFIX).forEach((name, value) -> {
            if (!name.startsWith(PREFIX)) {
                return;
            }
            Optional<String> linked = service(name, value);
            if (linked.isPresent()) {
                links.computeIfAbsent(linked.get(), service -> new TreeSet<>()).add(name);
            } else if (name.startsWith(KAFKA)) {
                KafkaSettings.named(name.substring(KAFKA.length()))
                        .ifPresentOrElse(
                                setting -> kafka.put(setting, value),
                                () -> remarks.add(
                                        "%s is ignored: no setting of Kafka's clients has that name; did you mean %s?"
                                                .formatted(
                                                        name,
                                                        KAFKA
                                                                + KafkaSettings.nearest(
                                                                        name.substring(KAFKA.length())))));
            } else {
                settings.put(name, value);
            }
        });
        links.forEach((service, names) -> remarks.add(
                ("%s: ignored, because Kubernetes sets them for a Service called %s. Write enableServiceLinks: false into"
                                + " the pod's specification to have none; to set one, write it into the container's env")
                        .formatted(String.join(", ", names), service)));
        return new EnvironmentVariables(settings, kafka, remarks);
    }

    /** The name of the Service that Kubernetes sets such a variable for. */
    private static Optional<String> service(String name, String value) {
        Matcher link = SERVICE_LINK.matcher(name);
        boolean found = link.matches()
                && (!link.group(2).equals("PORT") || ADDRESS.matcher(value).matches());
        return found ? Optional.of(link.group(1).toLowerCase(Locale.ROOT).replace('_', '-')) : Optional.empty();
    }
}

package io.promptstream.service;

import io.promptstream.service.tracing.TracingConfiguration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds environment variables that look like ours and that nothing reads: most often a typing error. */
final class UnknownVariables {
    private static final String PREFIX = "PROMPTSTREAM_";
    /** Settings handed to the Kafka clients as they are. */
    private static final String PASSED_ON = PREFIX + "KAFKA_";

    /** Read by Micronaut's server, through the services' application.yml. */
    private static final Set<String> SERVER = Set.of("PROMPTSTREAM_HTTP_HOST", "PROMPTSTREAM_HTTP_PORT");

    private UnknownVariables() {}

    /** One sentence for each unknown variable, sorted by name; empty when there is none. */
    static List<String> in(Map<String, String> environment, List<DeclaredVariables> declared) {
        Set<String> known = new TreeSet<>(SERVER);
        known.addAll(DeclaredVariables.of(ServiceConfiguration.class).names());
        known.addAll(DeclaredVariables.of(TracingConfiguration.class).names());
        declared.forEach(variables -> known.addAll(variables.names()));
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !name.startsWith(PASSED_ON) && !known.contains(name))
                .sorted()
                .map(name -> name + " is not known; did you mean " + nearest(name, known) + "?")
                .toList();
    }

    private static String nearest(String name, Set<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    /** Levenshtein's edit distance. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substituted = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}

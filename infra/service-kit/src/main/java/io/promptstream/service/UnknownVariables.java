package io.promptstream.service;

import io.promptstream.kafka.Spelling;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds settings that nothing reads: most often a typing error. */
final class UnknownVariables {
    /** Read by Micronaut's server. */
    private static final Set<String> SERVER = Set.of(ServiceProcess.HTTP_HOST, ServiceProcess.HTTP_PORT);

    private UnknownVariables() {}

    /** One sentence for each unknown variable, sorted by name; empty when there is none. */
    static List<String> in(Set<String> settings, List<DeclaredVariables> declared) {
        Set<String> known = new TreeSet<>(SERVER);
        known.addAll(DeclaredVariables.of(ServiceConfiguration.class).names());
        declared.forEach(variables -> known.addAll(variables.names()));
        return settings.stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name ->
                        "%s is not known and ignored; did you mean %s?".formatted(name, Spelling.nearest(name, known)))
                .toList();
    }
}

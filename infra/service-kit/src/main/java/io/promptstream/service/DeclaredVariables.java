package io.promptstream.service;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Names of the environment variables that a service reads beyond those of all services. A service
 * declares a bean of this type; a variable that begins with {@code PROMPTSTREAM_} and is declared nowhere is warned of.
 */
@FunctionalInterface
public interface DeclaredVariables {
    Set<String> names();

    /**
     * The variables from which Micronaut binds the components of a configuration.
     *
     * @param configuration annotated with {@link ConfigurationProperties}
     */
    static DeclaredVariables of(Class<? extends Record> configuration) {
        String prefix =
                configuration.getAnnotation(ConfigurationProperties.class).value();
        Set<String> names = Arrays.stream(configuration.getRecordComponents())
                .map(component -> variable(prefix + "." + component.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
        return () -> names;
    }

    private static String variable(String property) {
        return property.replaceAll("([A-Z])", "_$1").replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }
}

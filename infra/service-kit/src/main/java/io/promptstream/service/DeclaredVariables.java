package io.promptstream.service;

import java.util.Set;

/**
 * Names of the environment variables that a service reads beyond those of {@link ServiceConfiguration}. A service
 * declares a bean of this type; a variable that begins with {@code PROMPTSTREAM_} and is declared nowhere ends the start.
 */
@FunctionalInterface
public interface DeclaredVariables {
    Set<String> names();
}

package io.promptstream.policy;

import io.micronaut.runtime.Micronaut;

/** Starts the policy service. */
public final class PolicyService {
    private PolicyService() {}

    public static void main(String[] arguments) {
        Micronaut.build(arguments).mainClass(PolicyService.class).banner(false).start();
    }
}

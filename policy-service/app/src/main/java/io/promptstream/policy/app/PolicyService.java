package io.promptstream.policy.app;

import io.promptstream.service.ServiceProcess;

/** Starts the policy service. */
public final class PolicyService {
    private PolicyService() {}

    public static void main(String[] arguments) {
        ServiceProcess.run(PolicyService.class, arguments);
    }
}

package io.promptstream.local.system;

/** The services that a system is made of. */
public enum ServiceKind {
    POLICY("policy-service", "io.promptstream.policy.PolicyService", 8091, 768),
    TASK("task-service", "io.promptstream.task.TaskService", 8092, 1024),
    REWARD("reward-service", "io.promptstream.reward.RewardService", 8093, 768);

    private final String module;
    private final String mainClass;
    private final int usualPort;
    private final int heapMegabytes;

    ServiceKind(String module, String mainClass, int usualPort, int heapMegabytes) {
        this.module = module;
        this.mainClass = mainClass;
        this.usualPort = usualPort;
        this.heapMegabytes = heapMegabytes;
    }

    /** Name of the service, of its process, and of its folder below the root of the project. */
    public String module() {
        return module;
    }

    String mainClass() {
        return mainClass;
    }

    /** Port of its HTTP interface where nothing else listens on it. */
    int usualPort() {
        return usualPort;
    }

    int heapMegabytes() {
        return heapMegabytes;
    }
}

package io.promptstream.local.system;

import java.util.List;

/** The services that a system is made of. */
public enum ServiceKind {
    POLICY("policy-service", "io.promptstream.policy.app.PolicyService", 8091, 768, true),
    TASK("task-service", "io.promptstream.task.app.TaskService", 8092, 1024, true),
    REWARD("reward-service", "io.promptstream.reward.app.RewardService", 8093, 768, false);

    private final String module;
    private final String mainClass;
    private final int usualPort;
    private final int heapMegabytes;
    private final boolean usesModel;

    ServiceKind(String module, String mainClass, int usualPort, int heapMegabytes, boolean usesModel) {
        this.module = module;
        this.mainClass = mainClass;
        this.usualPort = usualPort;
        this.heapMegabytes = heapMegabytes;
        this.usesModel = usesModel;
    }

    /** Name of the service and of its process. */
    public String module() {
        return module;
    }

    /** Folder of the module that is started, below the root of the project. */
    String folder() {
        return module + "/app";
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

    /** Whether it wants to know where the bundled language model is. */
    boolean usesModel() {
        return usesModel;
    }

    /** What the names of its own environment variables begin with. */
    List<String> variables() {
        return switch (this) {
            case POLICY -> List.of("PROMPTSTREAM_REPLAY_", "PROMPTSTREAM_ROUND_", "PROMPTSTREAM_TASK_CHECK_");
            case TASK ->
                List.of("PROMPTSTREAM_MODELS", "PROMPTSTREAM_WORKERS", "PROMPTSTREAM_REMOTE_", "PROMPTSTREAM_TASK_");
            case REWARD -> List.of("PROMPTSTREAM_REWARD_");
        };
    }
}

package io.promptstream.task.app.configuration;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.promptstream.service.Settings;
import io.promptstream.task.remote.call.RemoteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to the task service. Each component is set by the environment variable of its name, such as
 * {@code PROMPTSTREAM_WORKERS}.
 *
 * @param modelDir Hugging Face directory of the model that tasks call {@value #DEFAULT_MODEL}; null: there is none
 * @param models further local models as {@code name=directory}, comma-separated
 * @param workers threads that run local models
 * @param remoteConcurrency calls in flight at once to one remote model
 * @param remoteCallsPerSecond calls started per second to one remote model; 0: no limit
 * @param remoteTokensPerDay tokens that a task may spend at remote models per UTC day in this process; 0: no limit
 * @param remoteCallTimeout longest wait for one remote response
 * @param remoteBatchTimeout longest time for the remote proposals of one batch, retries included
 * @param remoteAttempts calls per remote proposal, the first included
 */
@ConfigurationProperties("promptstream")
public record TaskServiceConfiguration(
        @Nullable Path modelDir,
        @Bindable(defaultValue = "") String models,
        @Bindable(defaultValue = "1") int workers,
        @Bindable(defaultValue = "8") int remoteConcurrency,
        @Bindable(defaultValue = "0") int remoteCallsPerSecond,
        @Bindable(defaultValue = "0") long remoteTokensPerDay,
        @Bindable(defaultValue = "PT30S") Duration remoteCallTimeout,
        @Bindable(defaultValue = "PT2M") Duration remoteBatchTimeout,
        @Bindable(defaultValue = "3") int remoteAttempts) {
    static final String DEFAULT_MODEL = "bundled";

    public TaskServiceConfiguration {
        Settings.require(workers > 0, "PROMPTSTREAM_WORKERS", workers, "a number from 1");
    }

    public RemoteSettings remote() {
        return new RemoteSettings(
                remoteConcurrency, remoteCallsPerSecond, remoteCallTimeout, remoteBatchTimeout, remoteAttempts);
    }

    /** Directories of the local models by the names that tasks use. */
    public Map<String, Path> modelDirectories() {
        Map<String, Path> directories = new TreeMap<>();
        if (modelDir != null) {
            directories.put(DEFAULT_MODEL, modelDir);
        }
        for (String entry : models.split(",", -1)) {
            if (entry.isBlank()) {
                continue;
            }
            String[] parts = entry.strip().split("=", 2);
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw new IllegalArgumentException(
                        "PROMPTSTREAM_MODELS holds \"%s\"; write name=directory, comma-separated"
                                .formatted(entry.strip()));
            }
            if (directories.put(parts[0].strip(), Path.of(parts[1].strip())) != null) {
                throw new IllegalArgumentException(
                        "PROMPTSTREAM_MODELS names %s, which is taken; write another name".formatted(parts[0].strip()));
            }
        }
        return directories;
    }
}

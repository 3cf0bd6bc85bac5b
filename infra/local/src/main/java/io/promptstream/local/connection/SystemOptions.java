package io.promptstream.local.connection;

import io.promptstream.local.display.CommandException;
import io.promptstream.local.system.RunDirectory;
import io.promptstream.local.system.SystemDescription;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running system. By default it is the one started last on this machine. */
public final class SystemOptions {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Run directory of the system to talk to (default: the one started last).")
    private @Nullable Path directory;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka broker, instead of that of the run directory.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "Schema registry, instead of that of the run directory.")
    private @Nullable String registryUrl;

    @Option(
            names = "--policy-url",
            paramLabel = "URL",
            description = "Policy service, instead of that of the run directory.")
    private @Nullable String policyUrl;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = TopicCatalogue.DEFAULT_PREFIX,
            description = "What topic names begin with (default: ${DEFAULT-VALUE}).")
    private String topicPrefix = TopicCatalogue.DEFAULT_PREFIX;

    /** The topics of the system. */
    public KafkaAccess kafka() {
        return new KafkaAccess(
                bootstrapServers(), registryUrl(), new TopicCatalogue(topicPrefix, TopicCatalogue.DEFAULT_PARTITIONS));
    }

    /** The description of the system, if it runs on this machine. */
    public Optional<SystemDescription> description() {
        return RunDirectory.find(directory);
    }

    /** Base URL of the policy service. */
    public String policyUrl() {
        return policyUrl != null ? policyUrl : running("--policy-url").policyUrl();
    }

    /** Base URL of the reward service. */
    public String rewardUrl() {
        return running("--reward-url").rewardUrl();
    }

    /** Likewise; empty where none is known. */
    public String rewardUrlIfAny() {
        return description().map(SystemDescription::rewardUrl).orElse("");
    }

    private String bootstrapServers() {
        return bootstrapServers != null
                ? bootstrapServers
                : running("--bootstrap-servers").bootstrapServers();
    }

    private String registryUrl() {
        return registryUrl != null ? registryUrl : running("--registry").registryUrl();
    }

    private SystemDescription running(String option) {
        return description()
                .filter(SystemDescription::runs)
                .orElseThrow(() -> new CommandException("No running system was found"
                        + (directory == null ? "" : " in " + directory)
                        + ": start one with 'promptstream up', or give " + option));
    }
}

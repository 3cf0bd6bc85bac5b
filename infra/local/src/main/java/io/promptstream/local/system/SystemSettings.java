package io.promptstream.local.system;

import io.promptstream.platform.BrokerSettings;
import io.promptstream.platform.RegistrySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How to run a system.
 *
 * @param root the checkout, whose services were built
 * @param directory the run directory: data, logs and description of the system go below it
 * @param modelDirectory the bundled language model, a Hugging Face folder
 * @param usualPorts whether to take the usual ports where they are free; otherwise any free ones
 * @param temporary whether to delete the data when the system stops; the logs stay
 * @param startTimeout how long a process may take to be ready
 * @param environment added to the environment of every service; wins over what the launcher sets
 * @param instances how many processes of each service, which share its work
 */
public record SystemSettings(
        Path root,
        Path directory,
        Path modelDirectory,
        boolean usualPorts,
        boolean temporary,
        Duration startTimeout,
        Map<String, String> environment,
        int instances) {

    /** System property with the root of the checkout. */
    public static final String ROOT_PROPERTY = "promptstream.root";

    private static final String LAUNCHER = "infra/local";
    private static final int BROKER_PORT = 9092;
    private static final int REGISTRY_PORT = 8081;
    private static final String BUNDLED_MODEL = "infra/language-model/model";

    public SystemSettings {
        root = root.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        modelDirectory = modelDirectory.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
        if (instances < 1) {
            throw new IllegalArgumentException("The number of instances is " + instances + ": write at least 1");
        }
        if (!Files.isRegularFile(modelDirectory.resolve("config.json"))) {
            throw new IllegalArgumentException("No language model in " + modelDirectory
                    + ": give a folder with config.json, model.safetensors and tokenizer.json");
        }
    }

    /** The checkout that the launcher script named, run in {@code directory} on free ports. */
    public static SystemSettings in(Path directory) {
        var root = rootFromProperty();
        return new SystemSettings(
                root, directory, bundledModel(root), false, false, Duration.ofMinutes(5), Map.of(), 1);
    }

    public SystemSettings withUsualPorts() {
        return new SystemSettings(
                root, directory, modelDirectory, true, temporary, startTimeout, environment, instances);
    }

    public SystemSettings withModelDirectory(Path model) {
        return new SystemSettings(root, directory, model, usualPorts, temporary, startTimeout, environment, instances);
    }

    public SystemSettings withTemporaryData() {
        return new SystemSettings(
                root, directory, modelDirectory, usualPorts, true, startTimeout, environment, instances);
    }

    /** With these variables in the environment of every service that they are meant for. */
    public SystemSettings withEnvironment(Map<String, String> variables) {
        return new SystemSettings(
                root, directory, modelDirectory, usualPorts, temporary, startTimeout, variables, instances);
    }

    /** With so many processes of each service. */
    public SystemSettings withInstances(int number) {
        return new SystemSettings(
                root, directory, modelDirectory, usualPorts, temporary, startTimeout, environment, number);
    }

    /** How the broker is run; with jars that are the same for every launcher, so that all share one archive. */
    BrokerSettings broker() {
        var launcher = new BuiltModule(root, LAUNCHER);
        return BrokerSettings.in(directory)
                .withPort(Address.port(BROKER_PORT, usualPorts))
                .withClassPath(launcher.libraries(), launcher.archiveFolder());
    }

    /** How the schema registry is run. */
    RegistrySettings registry() {
        return RegistrySettings.in(directory).withPort(Address.port(REGISTRY_PORT, usualPorts));
    }

    /**
     * The task service's local models.
     *
     * @throws SystemException if the variable that names further ones cannot be read
     */
    ModelDirectories models() {
        var inherited = Objects.requireNonNullElse(System.getenv(ModelDirectories.VARIABLE), "");
        return ModelDirectories.of(modelDirectory, environment.getOrDefault(ModelDirectories.VARIABLE, inherited));
    }

    /** Where a service keeps its local state. */
    Path stateDirectory(ServiceInstance instance) {
        return directory.resolve("state").resolve(instance.name());
    }

    /** The root of the checkout. */
    public static Path rootFromProperty() {
        var root = System.getProperty(ROOT_PROPERTY, "");
        if (root.isEmpty()) {
            throw new SystemException(
                    "The system property " + ROOT_PROPERTY + " is not set: start with infra/promptstream,"
                            + " or give Java -D" + ROOT_PROPERTY + "=<root of the checkout>");
        }
        return Path.of(root);
    }

    /** The language model that comes with the checkout. */
    public static Path bundledModel(Path root) {
        return root.resolve(BUNDLED_MODEL);
    }
}

package io.promptstream.local.system;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The task service's local models.
 *
 * @param byName Hugging Face folders by the names that tasks use
 */
record ModelDirectories(Map<String, Path> byName) {

    /** Environment variable with models besides the bundled one. */
    static final String VARIABLE = "PROMPTSTREAM_MODELS";

    private static final String BUNDLED = "bundled";

    ModelDirectories {
        byName = Map.copyOf(byName);
    }

    /**
     * The bundled model, and those of the variable; a relative folder there is one below the launcher's own.
     *
     * @param further as in {@value #VARIABLE}: {@code name=folder}, comma-separated
     * @throws SystemException if it is written in another way
     */
    static ModelDirectories of(Path bundled, String further) {
        var models = new TreeMap<String, Path>();
        models.put(BUNDLED, bundled);
        for (var entry : further.split(",", -1)) {
            var parts = entry.strip().split("=", 2);
            if (entry.isBlank()) {
                continue;
            }
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw new SystemException(
                        VARIABLE + " holds \"" + entry.strip() + "\": write name=folder, comma-separated");
            }
            var folder = Path.of(parts[1].strip()).toAbsolutePath().normalize();
            if (models.put(parts[0].strip(), folder) != null) {
                throw new SystemException(
                        VARIABLE + " names " + parts[0].strip() + ", which is taken: write another name");
            }
        }
        return new ModelDirectories(models);
    }

    /** The value of the variable for a service, whose working directory is another. */
    String variable() {
        return new TreeMap<>(byName)
                .entrySet().stream()
                        .filter(model -> !model.getKey().equals(BUNDLED))
                        .map(model -> model.getKey() + "=" + model.getValue())
                        .collect(Collectors.joining(","));
    }

    /** For the description of a system. */
    Map<String, String> names() {
        var names = new TreeMap<String, String>();
        byName.forEach((name, folder) -> names.put(name, folder.toString()));
        return names;
    }
}

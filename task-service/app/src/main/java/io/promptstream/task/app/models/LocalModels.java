package io.promptstream.task.app.models;

import io.micrometer.core.instrument.MeterRegistry;
import io.promptstream.task.app.configuration.TaskServiceConfiguration;
import io.promptstream.task.app.metrics.PrefixCacheMeters;
import io.promptstream.task.local.LoadedModel;
import io.promptstream.task.local.LocalModel;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured local models, loaded when they are first asked for. */
@Singleton
public final class LocalModels {
    private static final Logger log = LoggerFactory.getLogger(LocalModels.class);

    private final Map<String, Path> directories;
    private final MeterRegistry registry;
    private final Map<String, LoadedModel> loaded = new ConcurrentSkipListMap<>();

    LocalModels(TaskServiceConfiguration configuration, MeterRegistry registry) {
        this.directories = configuration.modelDirectories();
        this.registry = registry;
    }

    /**
     * All models by name; those that a failed call has loaded are kept for the next.
     *
     * @throws IllegalStateException if one cannot be loaded; the message names its directory
     */
    public synchronized Map<String, LocalModel> load() {
        Map<String, LocalModel> models = new TreeMap<>();
        directories.forEach((name, directory) -> {
            LoadedModel model = loaded.get(name);
            if (model == null) {
                model = load(name, directory);
                loaded.put(name, model);
                new PrefixCacheMeters(name, model::prefixCache).bindTo(registry);
            }
            models.put(name, new LocalModel(name, model));
        });
        return models;
    }

    private static LoadedModel load(String name, Path directory) {
        long start = System.nanoTime();
        try {
            LoadedModel model = LoadedModel.load(directory);
            log.info(
                    "Loaded model {}@{} from {} in {} ms",
                    name,
                    model.fingerprint(),
                    directory,
                    (System.nanoTime() - start) / 1_000_000);
            return model;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot load model %s from %s: %s".formatted(name, directory, e.getMessage()), e);
        }
    }

    /** Names of the loaded models with what identifies their weights; does not wait for one that is being loaded. */
    public Map<String, String> fingerprints() {
        Map<String, String> fingerprints = new TreeMap<>();
        loaded.forEach((name, model) -> fingerprints.put(name, model.fingerprint()));
        return fingerprints;
    }

    /** Names and directories of the models that are to be loaded. */
    public Map<String, Path> directories() {
        return directories;
    }

    @PreDestroy
    synchronized void close() {
        loaded.values().forEach(LoadedModel::close);
        loaded.clear();
    }
}

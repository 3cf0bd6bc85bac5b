package io.promptstream.benchmark.rivals;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the paths of a suite begin with.
 *
 * @param root of the project
 * @param data folder with data and models that the project does not ship; null: there is none
 */
public record Places(Path root, @Nullable Path data) {
    private static final String ROOT = "{root}/";
    private static final String DATA = "{data}/";

    /** The path; null where it needs data that there is none of. */
    public @Nullable Path of(String path) {
        if (path.startsWith(DATA)) {
            return data == null ? null : data.resolve(path.substring(DATA.length()));
        }
        return path.startsWith(ROOT) ? root.resolve(path.substring(ROOT.length())) : Path.of(path);
    }
}

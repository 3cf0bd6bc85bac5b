package io.promptstream.languagemodel.training.recipe;

import static io.promptstream.languagemodel.training.recipe.Checks.require;

import org.jspecify.annotations.Nullable;

/**
 * One file of documents.
 *
 * @param file below the data folder: {@code .txt} or {@code .txt.gz} with one document a line, or {@code .tsv} with a header
 * @param column the column of a {@code .tsv}
 */
public record TextSource(String file, @Nullable String column) {

    public TextSource {
        require(file, "text: file");
        if (file.endsWith(".tsv") != (column != null)) {
            throw new IllegalArgumentException(
                    "text source " + file + ": write 'column' for a .tsv file, and for no other");
        }
    }
}

package io.promptstream.languagemodel.training.recipe;

import static io.promptstream.languagemodel.training.recipe.Checks.require;

/** Who made a file's content, and what its licence is. */
public record Attribution(String file, String source, String licence) {

    public Attribution {
        require(file, "attributions: file");
        require(source, "attributions: source of " + file);
        require(licence, "attributions: licence of " + file);
    }
}

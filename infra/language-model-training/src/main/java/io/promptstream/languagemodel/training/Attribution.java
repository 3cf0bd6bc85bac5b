package io.promptstream.languagemodel.training;

import static io.promptstream.languagemodel.training.Checks.require;

/** Who made a file's content, and what its licence is. */
record Attribution(String file, String source, String licence) {

    Attribution {
        require(file, "attributions: file");
        require(source, "attributions: source of " + file);
        require(licence, "attributions: licence of " + file);
    }
}

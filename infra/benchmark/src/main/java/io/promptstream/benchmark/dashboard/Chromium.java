package io.promptstream.benchmark.dashboard;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The browser, as its options name it. */
final class Chromium {
    @Option(names = "--chromium", defaultValue = "/usr/bin/chromium", description = "Default: ${DEFAULT-VALUE}")
    private Path browser = Path.of("");

    @Option(names = "--chromedriver", defaultValue = "/usr/bin/chromedriver", description = "Default: ${DEFAULT-VALUE}")
    private Path driver = Path.of("");

    Path browser() {
        return browser;
    }

    Path driver() {
        return driver;
    }
}

package io.promptstream.local.input;

import java.nio.file.Path;
import java.util.Locale;

/** What stands between the cells of a table. */
enum Separator {
    TAB('\t', "tabs"),
    COMMA(',', "commas"),
    SEMICOLON(';', "semicolons");

    private final char character;
    private final String title;

    Separator(char character, String title) {
        this.character = character;
        this.title = title;
    }

    char character() {
        return character;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** What the file's name promises. */
    static Separator usual(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv") ? COMMA : TAB;
    }
}

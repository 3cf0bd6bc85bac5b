package io.promptstream.local.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Files of a test, read as inputs of two labels. */
abstract class InputFixture {
    static final InputRules RULES = new InputRules(List.of("banking", "travel"), true);

    @TempDir
    Path folder;

    static InputLine.Good good(long number, String text, @Nullable String reference) {
        return new InputLine.Good(number, null, text, List.of(), Map.of(), reference);
    }

    static List<String> reasons(List<InputLine> lines) {
        return lines.stream()
                .filter(InputLine.Bad.class::isInstance)
                .map(line -> ((InputLine.Bad) line).reason())
                .toList();
    }

    List<InputLine> lines(String content) throws IOException {
        return read("input", content);
    }

    List<InputLine> read(String name, String content) throws IOException {
        return InputFile.open(write(name, content), RULES).lines();
    }

    Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}

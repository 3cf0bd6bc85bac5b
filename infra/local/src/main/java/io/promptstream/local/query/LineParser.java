package io.promptstream.local.query;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a query of a line. Never throws for what a line may hold. */
interface LineParser {

    InputLine parse(long number, String line);

    /** Why a reference cannot be one of this task; null if it can. */
    static @Nullable String mistake(@Nullable String reference, Set<String> labels) {
        return reference == null || labels.isEmpty() || labels.contains(reference)
                ? null
                : "label '" + reference + "' is none of the task's: write one of "
                        + String.join(", ", labels.stream().sorted().toList());
    }
}

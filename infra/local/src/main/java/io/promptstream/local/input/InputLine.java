package io.promptstream.local.input;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a line of an input file holds. */
public sealed interface InputLine {

    /** Number of the line in the file, from 1; of the first one where a cell continues over several. */
    long number();

    /**
     * A query.
     *
     * @param queryId null where the file gives none
     * @param reference the desired answer, or null where the file gives none
     */
    record Good(
            long number,
            @Nullable String queryId,
            String text,
            List<String> context,
            Map<String, String> attributes,
            @Nullable String reference)
            implements InputLine {

        public Good {
            context = List.copyOf(context);
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * A line that cannot be used.
     *
     * @param reason what is wrong and what to write instead
     */
    record Bad(long number, String reason) implements InputLine {}
}

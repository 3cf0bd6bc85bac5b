package io.promptstream.local.input;

import io.promptstream.kafka.Spelling;
import io.promptstream.schemas.Excerpt;
import io.promptstream.schemas.LabelText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a task asks of its queries.
 *
 * @param labels the names that a reference may have, in the task's order; empty where any text may be one
 * @param scoredByReference whether answers are scored against references
 * @param textColumn the column, or the key, that holds the text
 */
public record InputRules(List<String> labels, boolean scoredByReference, String textColumn) {

    private static final int SHOWN = 20;
    private static final int LONGEST_QUOTE = 60;

    public InputRules {
        labels = List.copyOf(labels);
    }

    /** The text stands where it usually does. */
    public InputRules(List<String> labels, boolean scoredByReference) {
        this(labels, scoredByReference, Field.TEXT.title());
    }

    /** The field of a column or a key of this name; none if it is an attribute's. */
    Optional<Field> field(String name) {
        return Field.areAlike(name, textColumn)
                ? Optional.of(Field.TEXT)
                : Field.named(name).filter(field -> field != Field.TEXT);
    }

    /** The label that is written so, by the rule that rewards compare by. */
    Optional<String> label(String written) {
        return Optional.ofNullable(byNormalForm().get(LabelText.normal(written)));
    }

    /** The reference as the task writes it. */
    @Nullable String reference(@Nullable String written) throws BadLineException {
        if (written == null || labels.isEmpty() || labels.contains(written)) {
            return written;
        }
        var known = label(written);
        if (known.isPresent()) {
            return known.get();
        }
        var likely = labels.stream()
                .filter(label ->
                        Spelling.mistakes(label.toLowerCase(Locale.ROOT), written.toLowerCase(Locale.ROOT)) <= 1)
                .findFirst();
        throw new BadLineException("label '" + shortened(written) + "' is none of the task's"
                + likely.map(label -> ", perhaps '" + label + "'").orElse("") + ": write one of " + names());
    }

    /** The labels, for people. */
    public String names() {
        return String.join(", ", labels.subList(0, Math.min(SHOWN, labels.size())))
                + (labels.size() > SHOWN ? " and " + (labels.size() - SHOWN) + " more" : "");
    }

    private Map<String, String> byNormalForm() {
        return labels.stream().collect(Collectors.toMap(LabelText::normal, Function.identity(), (one, other) -> one));
    }

    static String shortened(String text) {
        return Excerpt.of(text, LONGEST_QUOTE);
    }
}

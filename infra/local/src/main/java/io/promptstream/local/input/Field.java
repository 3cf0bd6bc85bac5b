package io.promptstream.local.input;

import io.promptstream.kafka.Spelling;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The names that mean something in a file of queries, as a column or as a key; any other name is an attribute's. */
enum Field {
    TEXT("text", 1, "sentence input question query prompt content message utterance body"),
    LABEL("label", 1, "goldlabel truelabel labelname labeltext"),
    REFERENCE("reference", 2, "goldreference referencetext referenceanswer"),
    QUERY_ID("queryId", 2, ""),
    CONTEXT("context", 1, ""),
    ATTRIBUTES("attributes", 2, "");

    /** Words of their own, though only a letter or two away from one of ours. */
    private static final Set<String> ORDINARY =
            Set.of("test", "next", "query", "content", "contest", "preference", "inference");

    private final String title;
    private final int mostMistakes;
    /** Separated by blanks. */
    private final String synonyms;

    Field(String title, int mostMistakes, String synonyms) {
        this.title = title;
        this.mostMistakes = mostMistakes;
        this.synonyms = synonyms;
    }

    /** How the name is written. */
    String title() {
        return title;
    }

    /** The field of this name; case, blanks and punctuation make no difference. */
    static Optional<Field> named(String name) {
        return Arrays.stream(values())
                .filter(field -> areAlike(name, field.title))
                .findFirst();
    }

    /** Whether names are the same but for case, blanks and punctuation. */
    static boolean areAlike(String name, String other) {
        return plain(name).equals(plain(other));
    }

    /**
     * The field that is probably meant by a name that is none: a typing mistake away, or another word for it. Only one that
     * the file does not have besides; what stands beside the real one has a meaning of its own.
     */
    static Optional<Field> meant(String name, Collection<Field> present) {
        var plain = plain(name);
        return Arrays.stream(values())
                .filter(field -> !present.contains(field))
                .filter(field -> !field.isAnswer() || present.stream().noneMatch(Field::isAnswer))
                .filter(field -> field.isMeantBy(plain))
                .findFirst();
    }

    static List<String> titles() {
        return Arrays.stream(values()).map(Field::title).toList();
    }

    /** Whether it holds what the answer should be. */
    boolean isAnswer() {
        return this == LABEL || this == REFERENCE;
    }

    private boolean isMeantBy(String other) {
        return List.of(synonyms.split(" ")).contains(other)
                || (this == TEXT && other.contains(plain()) && !other.contains(CONTEXT.plain()))
                || (!ORDINARY.contains(other) && Spelling.mistakes(other, plain()) <= mostMistakes);
    }

    private String plain() {
        return plain(title);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}

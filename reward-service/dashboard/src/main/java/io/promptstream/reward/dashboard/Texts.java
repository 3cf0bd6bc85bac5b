package io.promptstream.reward.dashboard;

import io.promptstream.schemas.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Texts as far as they are kept and shown: anybody may send one of a megabyte. */
public final class Texts {
    /** Characters of what people read in full. */
    public static final int LONGEST = 2_000;
    /** Characters of a message. */
    public static final int MESSAGE = 500;

    /** Characters of a name or an id. */
    private static final int NAME = 200;

    private static final int BEGINNING = 160;
    private static final int OBJECT_BYTES = 56;

    private Texts() {}

    /** The first characters of a text, with a mark where something is cut; halves of a surrogate pair are replaced. */
    public static String cut(String text, int most) {
        return whole(Excerpt.of(text, most));
    }

    static @Nullable String cutOrNull(@Nullable String text, int most) {
        return text == null ? null : cut(text, most);
    }

    /** An id as it is; one that is longer than any sane one as its beginning with a digest, so that it stays an id. */
    public static String id(String id) {
        return id.length() <= NAME
                ? whole(id)
                : cut(id, BEGINNING) + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }

    /** About what a text takes in memory. */
    static long bytes(@Nullable String text) {
        return text == null ? 0 : OBJECT_BYTES + 2L * text.length();
    }

    private static String whole(String text) {
        return hasSurrogates(text)
                ? text.codePoints()
                        .map(character -> isHalf(character) ? 0xFFFD : character)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    private static boolean hasSurrogates(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (Character.isSurrogate(text.charAt(index))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHalf(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}

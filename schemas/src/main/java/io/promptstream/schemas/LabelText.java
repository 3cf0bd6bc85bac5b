package io.promptstream.schemas;

import java.text.Normalizer;

/**
 * How names of labels are compared with what people write: in Unicode's compatibility composition (NFKC), and without what
 * cannot be seen around them: white space, control characters and format characters such as a byte order mark. Case counts.
 */
public final class LabelText {

    private LabelText() {}

    /** Whether both mean the same label. */
    public static boolean same(String one, String other) {
        return one.equals(other) || normal(one).equals(normal(other));
    }

    /** The form that is compared. */
    public static String normal(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
        int begin = 0;
        int end = composed.length();
        while (begin < end && invisible(composed.codePointAt(begin))) {
            begin += Character.charCount(composed.codePointAt(begin));
        }
        while (end > begin && invisible(composed.codePointBefore(end))) {
            end -= Character.charCount(composed.codePointBefore(end));
        }
        return composed.substring(begin, end);
    }

    private static boolean invisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }
}

package io.promptstream.reward.function;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a text, in the form in which texts are compared. The text is taken in compatibility composition (NFKC), cut
 * at Unicode's word boundaries (UAX 29, with dictionaries for Chinese, Japanese, Thai and others), and each word is
 * case-folded; nothing depends on a language or on the machine's locale. Besides words and numbers, symbols count, such as
 * emoji and {@code +}, and the percent sign; other punctuation does not, but for two cases that change what is meant:
 * {@code +} and {@code #} right behind a word belong to it ({@code C++}, {@code C#}), and so does a minus sign right before
 * a number and not behind a word ({@code -5}).
 */
final class Words {
    private static final char MINUS = '\u2212';
    private static final char PER_MILLE = '\u2030';

    private final Normalizer2 folding = Normalizer2.getNFKCCasefoldInstance();
    private final String text;
    private final List<String> words = new ArrayList<>();
    /** Where the segment before ended if it was a word, number or suffix of one; -1 otherwise. */
    private int wordEnd = -1;
    /** Where a minus sign ended that may belong to a number; -1 for none. */
    private int signEnd = -1;

    private Words(String text) {
        this.text = text;
    }

    static List<String> of(String text) {
        Words words = new Words(Normalizer2.getNFKCInstance().normalize(text));
        words.read();
        return words.words;
    }

    private void read() {
        BreakIterator boundaries = BreakIterator.getWordInstance(ULocale.ROOT);
        boundaries.setText(text);
        int begin = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
            int kind = boundaries.getRuleStatus();
            if (kind >= BreakIterator.WORD_NONE_LIMIT) {
                word(begin, end, kind < BreakIterator.WORD_NUMBER_LIMIT);
            } else {
                other(begin, end);
            }
            begin = end;
        }
    }

    private void word(int begin, int end, boolean number) {
        String word = folding.normalize(text.substring(begin, end));
        if (word.isEmpty()) {
            return;
        }
        words.add(number && signEnd == begin ? "-" + word : word);
        wordEnd = end;
        signEnd = -1;
    }

    private void other(int begin, int end) {
        int first = text.codePointAt(begin);
        if (isSuffix(first) && wordEnd == begin && endsWord(end)) {
            words.set(words.size() - 1, words.getLast() + text.substring(begin, end));
            wordEnd = end;
            return;
        }
        if (isMinus(first)) {
            signEnd = wordEnd == begin ? -1 : end;
        } else if (counts(first)) {
            words.add(folding.normalize(text.substring(begin, end)));
        }
        wordEnd = -1;
    }

    /** Whether nothing but further suffixes stands between this place and the end of what belongs together. */
    private boolean endsWord(int from) {
        int at = from;
        while (at < text.length() && isSuffix(text.charAt(at))) {
            at++;
        }
        return at == text.length() || !UCharacter.isLetterOrDigit(text.codePointAt(at));
    }

    private static boolean isSuffix(int codePoint) {
        return codePoint == '+' || codePoint == '#';
    }

    private static boolean isMinus(int codePoint) {
        return codePoint == '-' || codePoint == MINUS;
    }

    private static boolean counts(int codePoint) {
        return switch (UCharacter.getType(codePoint)) {
            case UCharacterCategory.MATH_SYMBOL, UCharacterCategory.CURRENCY_SYMBOL, UCharacterCategory.OTHER_SYMBOL ->
                true;
            default -> codePoint == '%' || codePoint == PER_MILLE;
        };
    }
}

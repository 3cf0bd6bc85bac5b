package io.promptstream.task.remote.reply;

import io.promptstream.schemas.Excerpt;
import java.util.regex.Pattern;

/** The first part of what an endpoint said, on one line, for a message to people. */
public final class ReplyExcerpt {
    private static final int LENGTH = 300;
    /** More is not looked at: a page may be megabytes of tags that nobody closes. */
    private static final int LOOKED_AT = 8192;

    private static final Pattern UNSEEN = Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1\\s*>|<!--.*?-->");
    private static final Pattern TAG = Pattern.compile("(?s)<[a-z!/?][^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");
    private static final Pattern HTML = Pattern.compile("(?is)\\s*(<\\?xml[^>]*>)?\\s*<(!doctype|html|head|body)\\b.*");

    private ReplyExcerpt() {}

    /** Of a page its title and words, of anything else the text as it is; never empty. */
    public static String of(String whole) {
        String text = whole.length() <= LOOKED_AT ? whole : whole.substring(0, LOOKED_AT);
        String words = oneLine(HTML.matcher(text).matches() ? page(text) : text);
        return words.isEmpty() ? "(empty)" : Excerpt.of(words, LENGTH);
    }

    private static String page(String html) {
        var title = TITLE.matcher(html);
        String heading = title.find() ? title.group(1) + " " : "";
        return heading + TAG.matcher(UNSEEN.matcher(html).replaceAll(" ")).replaceAll(" ");
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s\\uFEFF]+", " ").strip();
    }
}

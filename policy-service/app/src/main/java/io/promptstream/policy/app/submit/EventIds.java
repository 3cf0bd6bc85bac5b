package io.promptstream.policy.app.submit;

import io.promptstream.policy.task.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The ids that a request may give its events: visible, and not so long that they become a burden of their own. */
final class EventIds {
    private static final int LONGEST = 256;
    private static final int LONGEST_OF_PROPOSAL = 512;

    private EventIds() {}

    /** An id that has to be there. */
    static String required(JsonFields fields, String name) {
        String id = fields.text(name);
        if (fields.has(name)) {
            check(fields, name, id, LONGEST);
        }
        return id;
    }

    /** An id that is made up where there is none. */
    static String orNew(JsonFields fields, String name) {
        Optional<String> id = fields.optionalText(name);
        id.ifPresent(given -> check(fields, name, given, LONGEST));
        return id.orElseGet(() -> UUID.randomUUID().toString());
    }

    /** The id of a proposal, which holds that of a task and of a query. */
    static Optional<String> ofProposal(JsonFields fields, String name) {
        Optional<String> id = fields.optionalText(name);
        id.ifPresent(given -> check(fields, name, given, LONGEST_OF_PROPOSAL));
        return id;
    }

    private static void check(JsonFields fields, String name, String id, int longest) {
        if (id.codePoints().noneMatch(EventIds::isVisible)) {
            fields.error(name, "is blank; write an identifier that can be seen");
        } else if (id.codePoints().anyMatch(EventIds::isControl)) {
            fields.error(name, "holds a control character or half a character; write an identifier without");
        } else if (id.codePointCount(0, id.length()) > longest) {
            fields.error(
                    name,
                    "has %d characters (%d bytes); write an identifier of at most %d characters"
                            .formatted(
                                    id.codePointCount(0, id.length()),
                                    id.getBytes(StandardCharsets.UTF_8).length,
                                    longest));
        }
    }

    private static boolean isVisible(int character) {
        return !Character.isWhitespace(character)
                && !Character.isSpaceChar(character)
                && !isControl(character)
                && Character.getType(character) != Character.FORMAT;
    }

    private static boolean isControl(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}

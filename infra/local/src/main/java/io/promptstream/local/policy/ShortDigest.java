package io.promptstream.local.policy;

import com.fasterxml.jackson.databind.JsonNode;

/** The beginning of a digest, which tells versions apart in a table. */
final class ShortDigest {

    private static final int LENGTH = 12;

    private ShortDigest() {}

    static String of(JsonNode row) {
        var digest = row.path("digest").asText();
        return digest.substring(0, Math.min(LENGTH, digest.length()));
    }
}

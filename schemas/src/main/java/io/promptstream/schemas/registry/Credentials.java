package io.promptstream.schemas.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User and password of HTTP basic authentication. Never printed. */
public record Credentials(String user, String password) {

    /** Reads {@code user:password}. */
    public static Credentials parse(String userInfo) {
        int colon = userInfo.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("Credentials of the schema registry have no user: write user:password");
        }
        return new Credentials(userInfo.substring(0, colon), userInfo.substring(colon + 1));
    }

    String header() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}

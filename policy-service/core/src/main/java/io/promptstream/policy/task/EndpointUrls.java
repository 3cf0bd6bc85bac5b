package io.promptstream.policy.task;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Says what is wrong with the base URL of an endpoint, without repeating it: it may hold a secret. */
final class EndpointUrls {
    private static final int HIGHEST_PORT = 65_535;
    private static final String EXAMPLE = "write the base URL of the endpoint, such as https://host/v1";

    private EndpointUrls() {}

    /** Empty if the URL can be used. */
    static Optional<String> problem(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("is no URL (%s at character %d); %s"
                    .formatted(e.getReason().toLowerCase(Locale.ROOT), e.getIndex() + 1, EXAMPLE));
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("does not begin with https:// or http://; " + EXAMPLE);
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return Optional.of("holds a user or a fragment; " + EXAMPLE + ", and name the key in apiKeyVariable");
        }
        if (uri.getRawQuery() != null) {
            return Optional.of("holds a query; write its parameters into query, a key's variable into apiKeyVariable");
        }
        if (uri.getHost() == null) {
            return Optional.of(
                    "names no host that can be looked up; " + EXAMPLE + ", with a host of letters, digits and hyphens");
        }
        if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
            return Optional.of("names a port that there is not; write one from 1 to " + HIGHEST_PORT);
        }
        if (String.valueOf(uri.getRawPath()).matches(".*/(chat/)?completions/?")) {
            return Optional.of(
                    "ends in the path of completions; write what stands before it, such as https://host/v1, and another path into path");
        }
        return Optional.empty();
    }
}

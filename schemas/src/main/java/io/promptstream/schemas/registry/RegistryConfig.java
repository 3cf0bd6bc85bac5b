package io.promptstream.schemas.registry;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the schema registry.
 *
 * @param urls base URLs of its instances, tried in turn
 * @param credentials for HTTP basic authentication, or null
 * @param connectTimeout for one connection
 * @param requestTimeout for one request
 * @param retries how often all URLs are tried again when none answers
 * @param retryWait pause before the first retry; doubled before each further one
 * @param unknownIdMemory how long the answer that an id is unknown is taken for true without asking again; zero asks each time
 */
public record RegistryConfig(
        List<URI> urls,
        @Nullable Credentials credentials,
        Duration connectTimeout,
        Duration requestTimeout,
        int retries,
        Duration retryWait,
        Duration unknownIdMemory) {

    public static final String URL = "schema.registry.url";
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    public static final String USER_INFO = "basic.auth.user.info";
    static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    static final String REQUEST_TIMEOUT = "http.read.timeout.ms";
    static final String RETRIES = "max.retries";
    static final String RETRY_WAIT = "retries.wait.ms";
    static final String UNKNOWN_ID_MEMORY = "missing.id.cache.ttl.sec";

    public RegistryConfig {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException(
                    URL + " is empty: write the registry's base URL, such as http://127.0.0.1:8081");
        }
        if (retries < 0) {
            throw new IllegalArgumentException(RETRIES + " is " + retries + ": write 0 or more");
        }
        if (unknownIdMemory.isNegative()) {
            throw new IllegalArgumentException(
                    UNKNOWN_ID_MEMORY + " is " + unknownIdMemory.toSeconds() + ": write 0 or more");
        }
    }

    /** One or several comma-separated URLs without authentication, with the defaults for all else. */
    public static RegistryConfig of(String urls) {
        return from(Map.of(URL, urls));
    }

    /**
     * Reads Confluent's keys; others are left to the other parts of a Kafka client.
     *
     * @throws IllegalArgumentException naming the key that is missing or wrong
     */
    public static RegistryConfig from(Map<String, ?> properties) {
        var urls = Arrays.stream(text(properties, URL, "").split(",", -1))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(RegistryConfig::uri)
                .toList();
        return new RegistryConfig(
                urls.stream().map(RegistryConfig::withoutUserInfo).toList(),
                credentials(properties, urls),
                millis(properties, CONNECT_TIMEOUT, 5_000),
                millis(properties, REQUEST_TIMEOUT, 10_000),
                Math.toIntExact(number(properties, RETRIES, 3)),
                millis(properties, RETRY_WAIT, 500),
                Duration.ofSeconds(number(properties, UNKNOWN_ID_MEMORY, 1)));
    }

    private static @Nullable Credentials credentials(Map<String, ?> properties, List<URI> urls) {
        var source = text(properties, CREDENTIALS_SOURCE, "URL");
        var userInfo = text(properties, USER_INFO, "");
        return switch (source) {
            case "USER_INFO" -> {
                if (userInfo.isEmpty()) {
                    throw new IllegalArgumentException(USER_INFO + " is missing: write user:password, as "
                            + CREDENTIALS_SOURCE + "=USER_INFO demands");
                }
                yield Credentials.parse(userInfo);
            }
            case "URL" -> {
                if (!userInfo.isEmpty()) {
                    throw new IllegalArgumentException(
                            USER_INFO + " has no effect without " + CREDENTIALS_SOURCE + "=USER_INFO: write that too");
                }
                yield urls.stream()
                        .map(URI::getUserInfo)
                        .filter(info -> info != null)
                        .findFirst()
                        .map(Credentials::parse)
                        .orElse(null);
            }
            default ->
                throw new IllegalArgumentException(CREDENTIALS_SOURCE + " is '" + source + "': write URL or USER_INFO");
        };
    }

    private static URI uri(String url) {
        try {
            var uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(badUrl(), e);
        }
        throw new IllegalArgumentException(badUrl());
    }

    /** Does not repeat the URL, which may hold a password. */
    private static String badUrl() {
        return URL
                + " holds something that is no URL: write http://host:port or https://host:port, several separated by commas";
    }

    private static URI withoutUserInfo(URI uri) {
        var path = uri.getRawPath() == null ? "" : uri.getRawPath();
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return URI.create(uri.getScheme() + "://" + uri.getHost() + port + path);
    }

    private static String text(Map<String, ?> properties, String key, String otherwise) {
        Object value = properties.get(key);
        return switch (value) {
            case null -> otherwise;
            case List<?> list ->
                String.join(",", list.stream().map(String::valueOf).toList());
            default -> value.toString().strip();
        };
    }

    private static Duration millis(Map<String, ?> properties, String key, long otherwise) {
        return Duration.ofMillis(number(properties, key, otherwise));
    }

    private static long number(Map<String, ?> properties, String key, long otherwise) {
        var text = text(properties, key, Long.toString(otherwise));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + text + "': write a whole number", e);
        }
    }
}

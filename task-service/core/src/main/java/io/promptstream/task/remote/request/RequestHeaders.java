package io.promptstream.task.remote.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request with the secrets of the environment put in.
 *
 * @param secrets what must not appear in any message
 */
public record RequestHeaders(Map<String, String> headers, List<String> secrets) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    public RequestHeaders {
        headers = Map.copyOf(headers);
        secrets = List.copyOf(secrets);
    }

    /** A variable that is needed and holds nothing that could be sent. */
    public static final class MissingVariableException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingVariableException(String variable) {
            super("environment variable %s holds no key: set it and restart the task service".formatted(variable));
        }
    }

    /**
     * The headers of a definition, with its keys filled in.
     *
     * @param environment value of an environment variable; null where it is not set
     */
    public static RequestHeaders of(RemoteModelDefinition definition, UnaryOperator<@Nullable String> environment)
            throws MissingVariableException {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> secrets = new ArrayList<>();
        for (Map.Entry<String, String> header : definition.request().headers().entrySet()) {
            headers.put(header.getKey(), resolved(header.getValue(), environment, secrets));
        }
        Optional<String> variable = definition.apiKeyVariable();
        if (variable.isPresent()) {
            String key = secret(variable.get(), environment, secrets);
            String scheme = definition.request().keyScheme();
            headers.put(definition.request().keyHeader(), scheme.isEmpty() ? key : scheme + " " + key);
        }
        return new RequestHeaders(headers, secrets);
    }

    /** Environment variables that the further headers refer to. */
    public static List<String> variables(RequestSettings settings) {
        return settings.headers().values().stream()
                .flatMap(value -> REFERENCE.matcher(value).results())
                .map(reference -> reference.group(1))
                .distinct()
                .toList();
    }

    private static String resolved(String value, UnaryOperator<@Nullable String> environment, List<String> secrets)
            throws MissingVariableException {
        Matcher references = REFERENCE.matcher(value);
        StringBuilder resolved = new StringBuilder();
        while (references.find()) {
            references.appendReplacement(
                    resolved, Matcher.quoteReplacement(secret(references.group(1), environment, secrets)));
        }
        return references.appendTail(resolved).toString();
    }

    /** What is no header value must not reach HttpRequest, whose exception quotes it. */
    private static String secret(String variable, UnaryOperator<@Nullable String> environment, List<String> secrets)
            throws MissingVariableException {
        String value = variable.matches(RemoteModelDefinition.KEY_VARIABLE) ? environment.apply(variable) : null;
        String secret = value == null ? "" : value.strip();
        if (!secret.matches("[\\x21-\\x7E]+")) {
            throw new MissingVariableException(variable);
        }
        secrets.add(secret);
        return secret;
    }

    /** Names only. */
    @Override
    public String toString() {
        return "RequestHeaders" + headers.keySet();
    }

    /** The text without secrets, however the endpoint came to know them. */
    public String redacted(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "[key]");
        }
        return redacted;
    }
}

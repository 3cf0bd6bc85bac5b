package io.promptstream.policy.task;

import java.util.regex.Pattern;

/** Recognises keys that somebody is about to write into a task, which everybody may read. */
final class Secrets {
    private static final String SECRET =
            "authorization|api[-_]?key|access[-_]?key|subscription[-_]?key|secret|password|passwd|credentials?";

    /** Names of headers and parameters under which keys travel. */
    private static final Pattern CARRIER =
            Pattern.compile("(?i)(.*[-_.])?(" + SECRET + "|auth|cookie|key|token|signature|sig)");

    /** Names of fields that can be nothing else. */
    private static final Pattern FIELD = Pattern.compile("(?i)(.*[-_.])?(" + SECRET + ")");

    /** What keys of well-known services begin with, and how they are presented. */
    private static final Pattern KEY = Pattern.compile(
            "(^|[\\s:=\"'])((sk|pk|rk|nvapi|glpat)-|(gsk|hf|ghp|gho|ghs|github_pat|r8)_|xai-|xox[abposr]-|AKIA|AIza|ya29\\.|eyJ|((?i)bearer|basic)\\s+(?!\\$\\{))[A-Za-z0-9_+/=.-]{6,}.*",
            Pattern.DOTALL);

    private Secrets() {}

    /** Whether a header or parameter of that name carries a key. */
    static boolean isCarrier(String name) {
        return CARRIER.matcher(name).matches();
    }

    /** Whether a field of a request's body of that name is a key. */
    static boolean isField(String name) {
        return FIELD.matcher(name).matches();
    }

    static boolean looksLikeKey(String value) {
        return KEY.matcher(value).find();
    }
}

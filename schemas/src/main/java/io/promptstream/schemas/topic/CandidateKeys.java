package io.promptstream.schemas.topic;

import io.promptstream.event.PolicySnapshot;
import java.util.regex.Pattern;

/** The keys of snapshots: a task's id for its live policy, and the id, a slash and a name for a candidate. */
public final class CandidateKeys {
    /** A task may have so many candidates. */
    public static final int MOST_CANDIDATES = 20;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final int LONGEST_KEY = 200;

    private CandidateKeys() {}

    /** Whether a candidate can have this name: 1 to 64 lower-case letters, digits and hyphens. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a key is short and can be seen, as those of tasks and candidates are; it is repeated in all that is kept. */
    public static boolean isKey(String key) {
        return !key.isBlank() && key.length() <= LONGEST_KEY && key.chars().noneMatch(Character::isISOControl);
    }

    /** Whether a key is that of a candidate and not of a live policy. */
    public static boolean isOfCandidate(String key) {
        return key.indexOf('/') >= 0;
    }

    /** Key of a candidate, and of everything else that is kept of the replay which makes it. */
    public static String of(String taskId, String name) {
        return taskId + "/" + name;
    }

    public static String of(PolicySnapshot snapshot) {
        return snapshot.getCandidate()
                .map(name -> of(snapshot.getTaskId(), name))
                .orElse(snapshot.getTaskId());
    }
}

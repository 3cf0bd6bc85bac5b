package io.promptstream.policy.learning;

import io.promptstream.event.PolicySnapshot;

/**
 * Everything that a policy needs to continue, as bytes.
 *
 * @param format name and version of the format, such as {@code rlprompt/1}
 * @param bytes never changed after construction
 */
@SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
public record PolicyState(String format, byte[] bytes) {
    /** The state that a snapshot holds. */
    public static PolicyState of(PolicySnapshot snapshot) {
        byte[] bytes = new byte[snapshot.getState().remaining()];
        snapshot.getState().duplicate().get(bytes);
        return new PolicyState(snapshot.getStateFormat(), bytes);
    }
}

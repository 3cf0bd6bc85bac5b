package io.promptstream.policy.learning;

/**
 * Everything that a policy needs to go on, as bytes.
 *
 * @param format name and version of the format, such as {@code rlprompt/1}
 * @param bytes never changed after construction
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record PolicyState(String format, byte[] bytes) {}

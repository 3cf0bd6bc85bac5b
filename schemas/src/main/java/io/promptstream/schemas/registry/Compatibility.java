package io.promptstream.schemas.registry;

/** Which earlier versions of a subject a new schema must agree with, in the registry's own words. */
public enum Compatibility {
    NONE,
    BACKWARD,
    BACKWARD_TRANSITIVE,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    FULL_TRANSITIVE
}

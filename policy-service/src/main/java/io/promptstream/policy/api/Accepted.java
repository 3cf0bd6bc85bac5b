package io.promptstream.policy.api;

import java.util.List;

/** Ids of the events that a request brought and that were published, in order. */
record Accepted(List<String> accepted) {}

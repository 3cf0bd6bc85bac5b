package io.promptstream.policy.app.submit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Ids of the events that a request brought and that were published, in order. */
record Accepted(@JsonInclude(JsonInclude.Include.ALWAYS) List<String> accepted) {}

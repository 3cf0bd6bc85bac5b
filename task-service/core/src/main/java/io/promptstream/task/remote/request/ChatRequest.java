package io.promptstream.task.remote.request;

import io.promptstream.task.model.Assignment;

/**
 * One text to be answered at an endpoint.
 *
 * @param text the user's message
 * @param headers with their secrets
 */
public record ChatRequest(
        RemoteModelDefinition definition, Assignment assignment, String text, RequestHeaders headers) {

    /** The JSON body for a model with these capabilities. */
    public String body(Capabilities able) {
        return ChatProtocol.request(definition, assignment, text, able);
    }

    /** Whether the body asks for the alternatives of each token. */
    public boolean asksForAlternatives(Capabilities able) {
        return ChatProtocol.asksForAlternatives(definition.request(), assignment, able);
    }

    /** The most tokens that the answer may have. */
    public int allowance() {
        return ChatProtocol.allowance(definition, assignment);
    }

    /** Estimated tokens that the model reads. */
    public int tokens() {
        return ChatProtocol.tokensOfRequest(assignment, text);
    }

    /** The endpoint, for messages. */
    public String place() {
        return definition.baseUrl().toString();
    }
}

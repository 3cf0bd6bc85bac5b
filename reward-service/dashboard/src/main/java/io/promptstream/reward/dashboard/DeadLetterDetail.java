package io.promptstream.reward.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A dead letter with its bytes. */
public record DeadLetterDetail(@JsonUnwrapped DeadLetterRow row, Payload payload) {

    /**
     * The first bytes of its value.
     *
     * @param text as UTF-8, without a character that is cut; null where it is none
     * @param hex in hexadecimal
     * @param event the event that the value holds all the same
     */
    public record Payload(
            @Nullable String text, String hex, @Nullable JsonNode event) {}
}

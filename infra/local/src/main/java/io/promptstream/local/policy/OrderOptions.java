package io.promptstream.local.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Who gives an order and why; both stand in the policy's history. */
final class OrderOptions {

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who gives the order (default: the user of this machine).")
    private String by = System.getProperty("user.name", "");

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in words.")
    private String reason = "";

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("by", by).put("reason", reason);
    }
}

package io.promptstream.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.display.CommandException;
import java.time.Duration;

/** Waits until a task's policy has followed an order. */
final class OrderWatch {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final PolicyClient client;
    private final String taskId;

    OrderWatch(PolicyClient client, String taskId) {
        this.client = client;
        this.taskId = taskId;
    }

    /**
     * Returns the policy that follows the order.
     *
     * @throws CommandException if it cannot be followed, or a later order has taken its place
     */
    JsonNode await(JsonNode order) {
        boolean seen = false;
        while (true) {
            var policy = client.policy(taskId);
            var promotion = policy.path("promotion");
            boolean same = promotion.path("promotionId").equals(order.path("promotionId"));
            if (same && promotion.path("followed").asBoolean()) {
                return policy;
            }
            if (same && promotion.path("refused").asBoolean()) {
                throw new CommandException(
                        "The order is not followed: candidate %s is gone or does not fit the task any more"
                                .formatted(order.path("candidate").asText()));
            }
            if (seen && !same) {
                throw new CommandException("Another order has taken the place of this one: see 'promptstream history'");
            }
            seen |= same;
            if (!same && order.has("replayId")) {
                requireAlive(order);
            }
            pause();
        }
    }

    /** A replay that has failed gives no order any more. */
    private void requireAlive(JsonNode order) {
        var replay = client.replay(taskId, order.path("candidate").asText());
        boolean same = replay.path("replayId").equals(order.path("replayId"));
        if (same && replay.path("status").asText().equalsIgnoreCase("failed")) {
            throw new CommandException("The version could not be relearned: "
                    + replay.path("message").asText());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted", e);
        }
    }
}

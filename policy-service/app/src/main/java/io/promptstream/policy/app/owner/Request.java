package io.promptstream.policy.app.owner;

import io.promptstream.kafka.Deadline;
import io.promptstream.policy.app.owner.OwnedPartition.Changed;
import java.util.concurrent.CompletableFuture;

/**
 * A change that waits to be made.
 *
 * @param result what came of it, or why it was refused
 */
record Request<T>(String key, Change<T> change, Deadline deadline, CompletableFuture<Changed<T>> result) {}

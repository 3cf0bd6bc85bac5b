package io.promptstream.policy.kafka;

import io.promptstream.kafka.Deadline;
import io.promptstream.policy.kafka.OwnedPartition.Changed;
import java.util.concurrent.CompletableFuture;

/**
 * A change that waits to be made.
 *
 * @param result what came of it, or why it was refused
 */
record Request<T>(String key, Change<T> change, Deadline deadline, CompletableFuture<Changed<T>> result) {}

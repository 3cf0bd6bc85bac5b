/** Reads proposals from Kafka and publishes their outputs in the transaction that commits the offsets. */
@NullMarked
package io.promptstream.task.kafka;

import org.jspecify.annotations.NullMarked;

/** What services do with Kafka: loops, transactions, readers of compacted topics. */
@NullMarked
package io.promptstream.kafka;

import org.jspecify.annotations.NullMarked;

/** A log in memory that keeps Kafka's rules: partitions, offsets, transactions, fencing, consumer groups. */
@NullMarked
package io.promptstream.simulation.log;

import org.jspecify.annotations.NullMarked;

/** A policy that learns in one thread without Kafka, and the scores that it learns from. */
@NullMarked
package io.promptstream.benchmark.learning;

import org.jspecify.annotations.NullMarked;

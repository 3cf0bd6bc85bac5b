/** What a policy learns with which settings, without Kafka. */
@NullMarked
package io.promptstream.benchmark.learning;

import org.jspecify.annotations.NullMarked;

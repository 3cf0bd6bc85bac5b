/** Gives any test a Kafka broker and a schema registry: {@link io.promptstream.testsupport.WithKafka}. */
@NullMarked
package io.promptstream.testsupport;

import org.jspecify.annotations.NullMarked;

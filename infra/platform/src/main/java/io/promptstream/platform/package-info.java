/** A real Kafka broker and a real schema registry as processes of their own on one machine. */
@NullMarked
package io.promptstream.platform;

import org.jspecify.annotations.NullMarked;

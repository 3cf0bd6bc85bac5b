/** A thin client of a schema registry with Confluent's API. */
@NullMarked
package io.promptstream.schemas.registry;

import org.jspecify.annotations.NullMarked;

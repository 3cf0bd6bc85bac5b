/** The service that scores outputs, aggregates rounds and shows statistics: start, configuration, wiring. */
@NullMarked
package io.promptstream.reward;

import org.jspecify.annotations.NullMarked;

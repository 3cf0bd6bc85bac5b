/** The service that scores outputs, aggregates rounds and shows statistics: start and wiring. */
@NullMarked
package io.promptstream.reward.app;

import org.jspecify.annotations.NullMarked;

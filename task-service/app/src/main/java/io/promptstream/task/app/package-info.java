/** The task service: main class and wiring. */
@NullMarked
package io.promptstream.task.app;

import org.jspecify.annotations.NullMarked;

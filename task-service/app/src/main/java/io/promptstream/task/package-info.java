/** The task service as an application: its wiring, configuration, health and metrics. */
@NullMarked
package io.promptstream.task;

import org.jspecify.annotations.NullMarked;

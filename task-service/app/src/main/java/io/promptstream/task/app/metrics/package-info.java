/** What is counted and logged of answers and failures. */
@NullMarked
package io.promptstream.task.app.metrics;

import org.jspecify.annotations.NullMarked;

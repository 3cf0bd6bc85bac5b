/** Whether models and lanes work. */
@NullMarked
package io.promptstream.task.app.health;

import org.jspecify.annotations.NullMarked;

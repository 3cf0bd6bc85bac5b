/** What an operator sets. */
@NullMarked
package io.promptstream.task.app.configuration;

import org.jspecify.annotations.NullMarked;

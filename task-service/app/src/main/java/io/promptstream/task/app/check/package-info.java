/** Checks tasks against their models before they are accepted. */
@NullMarked
package io.promptstream.task.app.check;

import org.jspecify.annotations.NullMarked;

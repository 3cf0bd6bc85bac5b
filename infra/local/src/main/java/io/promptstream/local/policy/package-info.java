/** The commands that show a task's policies and replace the live one. */
@NullMarked
package io.promptstream.local.policy;

import org.jspecify.annotations.NullMarked;

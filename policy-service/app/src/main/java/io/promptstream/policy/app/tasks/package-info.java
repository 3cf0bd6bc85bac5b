/** Tasks are put, checked, deleted and promoted here. */
@NullMarked
package io.promptstream.policy.app.tasks;

import org.jspecify.annotations.NullMarked;

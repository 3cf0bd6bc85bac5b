/** The HTTP interface: tasks, their policies, queries and feedback. */
@NullMarked
package io.promptstream.policy.api;

import org.jspecify.annotations.NullMarked;

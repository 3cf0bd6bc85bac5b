/** What is optimised: task definitions, their defaults, their validation as a whole, and their two forms, JSON and event. */
@NullMarked
package io.promptstream.policy.task;

import org.jspecify.annotations.NullMarked;

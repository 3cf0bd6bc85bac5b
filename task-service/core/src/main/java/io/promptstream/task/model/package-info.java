/** What every task model has: what it is asked, what it answers, what that costs. */
@NullMarked
package io.promptstream.task.model;

import org.jspecify.annotations.NullMarked;

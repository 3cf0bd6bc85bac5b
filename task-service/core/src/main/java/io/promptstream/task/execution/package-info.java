/** How proposals are turned into outputs: grouped by input, run by workers within budgets, failing one by one. */
@NullMarked
package io.promptstream.task.execution;

import org.jspecify.annotations.NullMarked;

/** Models that compute in this process. */
@NullMarked
package io.promptstream.task.local;

import org.jspecify.annotations.NullMarked;

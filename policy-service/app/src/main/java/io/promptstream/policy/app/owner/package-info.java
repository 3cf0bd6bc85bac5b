/** Changes the events of compacted topics as the only writer of a partition. */
@NullMarked
package io.promptstream.policy.app.owner;

import org.jspecify.annotations.NullMarked;

/** What the loops share: consume, transform and produce in one transaction. */
@NullMarked
package io.promptstream.policy.app.loop;

import org.jspecify.annotations.NullMarked;

/** Has a candidate become its task's policy, on request. */
@NullMarked
package io.promptstream.policy.app.promote;

import org.jspecify.annotations.NullMarked;

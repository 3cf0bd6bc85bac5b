/** Shows a policy and how it came about. */
@NullMarked
package io.promptstream.policy.app.policies;

import org.jspecify.annotations.NullMarked;

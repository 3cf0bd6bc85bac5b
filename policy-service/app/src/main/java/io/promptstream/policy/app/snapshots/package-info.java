/** What is known of the policies from their snapshots. */
@NullMarked
package io.promptstream.policy.app.snapshots;

import org.jspecify.annotations.NullMarked;

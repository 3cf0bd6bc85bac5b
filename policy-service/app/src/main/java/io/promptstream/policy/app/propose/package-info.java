/** The proposer: reads queries and publishes prompt proposals. */
@NullMarked
package io.promptstream.policy.app.propose;

import org.jspecify.annotations.NullMarked;

/** The HTTP interface: statistics and the dashboard's feed. */
@NullMarked
package io.promptstream.reward.app.api;

import org.jspecify.annotations.NullMarked;

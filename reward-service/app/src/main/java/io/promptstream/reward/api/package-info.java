/** The HTTP interface: translates and delegates. */
@NullMarked
package io.promptstream.reward.api;

import org.jspecify.annotations.NullMarked;

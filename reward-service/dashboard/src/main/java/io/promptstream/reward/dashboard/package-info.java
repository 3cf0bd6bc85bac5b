/** What a viewer sees of the loop: its feed and the views, worked out from events. */
@NullMarked
package io.promptstream.reward.dashboard;

import org.jspecify.annotations.NullMarked;

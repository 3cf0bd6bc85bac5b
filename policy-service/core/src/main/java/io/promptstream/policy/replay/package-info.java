/** Learning again from the topics: exactly as the live policy did, or with other settings. */
@NullMarked
package io.promptstream.policy.replay;

import org.jspecify.annotations.NullMarked;

/** What the services agree on beside the events: names of proposals, equality of labels, kinds of reward. */
@NullMarked
package io.promptstream.schemas;

import org.jspecify.annotations.NullMarked;

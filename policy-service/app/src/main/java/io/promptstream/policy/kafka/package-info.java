/** The loops between the topics and the policies: they translate, delegate and commit. */
@NullMarked
package io.promptstream.policy.kafka;

import org.jspecify.annotations.NullMarked;

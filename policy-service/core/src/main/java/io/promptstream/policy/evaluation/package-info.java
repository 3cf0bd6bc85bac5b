/** What any policy would have earned, estimated from rounds that other policies drew. */
@NullMarked
package io.promptstream.policy.evaluation;

import org.jspecify.annotations.NullMarked;

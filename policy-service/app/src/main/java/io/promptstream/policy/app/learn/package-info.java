/** The learner: reads round results and publishes what became of the policies. */
@NullMarked
package io.promptstream.policy.app.learn;

import org.jspecify.annotations.NullMarked;

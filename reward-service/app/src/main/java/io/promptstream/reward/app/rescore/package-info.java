/** Rescores recorded outputs with another reward definition, into topics of its own. */
@NullMarked
package io.promptstream.reward.app.rescore;

import org.jspecify.annotations.NullMarked;

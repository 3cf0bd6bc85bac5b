/** Scores recorded outputs anew with another reward definition, into topics of its own. */
@NullMarked
package io.promptstream.reward.rescoring;

import org.jspecify.annotations.NullMarked;

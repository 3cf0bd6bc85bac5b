/** Logits of candidates after many suffixes of one prefix, whose keys and values are cached. */
@NullMarked
package io.promptstream.languagemodel.scoring;

import org.jspecify.annotations.NullMarked;

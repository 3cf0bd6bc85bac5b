/** Text, token by token: sampling, and when it ends. */
@NullMarked
package io.promptstream.languagemodel.generation;

import org.jspecify.annotations.NullMarked;

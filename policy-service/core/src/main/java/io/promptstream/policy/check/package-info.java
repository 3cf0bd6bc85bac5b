/** Has tasks checked by the model that is to answer them, before they are accepted. */
@NullMarked
package io.promptstream.policy.check;

import org.jspecify.annotations.NullMarked;

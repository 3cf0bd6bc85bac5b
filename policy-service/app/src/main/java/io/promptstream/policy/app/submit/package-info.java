/** Queries and feedback that come in over HTTP. */
@NullMarked
package io.promptstream.policy.app.submit;

import org.jspecify.annotations.NullMarked;

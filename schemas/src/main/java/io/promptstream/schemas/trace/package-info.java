/** Where records stand in traces: the headers that make one trace of one query. */
@NullMarked
package io.promptstream.schemas.trace;

import org.jspecify.annotations.NullMarked;

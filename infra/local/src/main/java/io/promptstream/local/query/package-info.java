/** The command that streams a file of queries. */
@NullMarked
package io.promptstream.local.query;

import org.jspecify.annotations.NullMarked;

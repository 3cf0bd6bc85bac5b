/** Files of queries as people have them: tab-separated, CSV or JSON, read by the same rules. */
@NullMarked
package io.promptstream.local.input;

import org.jspecify.annotations.NullMarked;

/** How large records are and may be, in uncompressed bytes. */
@NullMarked
package io.promptstream.schemas.size;

import org.jspecify.annotations.NullMarked;

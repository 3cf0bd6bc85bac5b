/** How commands reach a running system: its addresses, its HTTP interfaces, its topics. */
@NullMarked
package io.promptstream.local.connection;

import org.jspecify.annotations.NullMarked;

/** The broker, the registry and the services as processes of one machine: started together, watched, stopped together. */
@NullMarked
package io.promptstream.local.system;

import org.jspecify.annotations.NullMarked;

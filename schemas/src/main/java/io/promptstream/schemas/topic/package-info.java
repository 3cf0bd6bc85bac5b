/** The topics of the system: their names and settings in one place, and how they are made and checked. */
@NullMarked
package io.promptstream.schemas.topic;

import org.jspecify.annotations.NullMarked;

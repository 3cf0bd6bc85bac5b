/** The models of this process, loaded once. */
@NullMarked
package io.promptstream.task.app.models;

import org.jspecify.annotations.NullMarked;

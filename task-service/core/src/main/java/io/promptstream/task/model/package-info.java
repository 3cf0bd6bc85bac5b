/** The frozen task language models that answer prompted inputs, local or behind an HTTP endpoint. */
@NullMarked
package io.promptstream.task.model;

import org.jspecify.annotations.NullMarked;

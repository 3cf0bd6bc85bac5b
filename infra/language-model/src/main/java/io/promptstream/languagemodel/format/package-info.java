/** Files that checkpoints are made of: safetensors with the precision of their numbers, and JSON. */
@NullMarked
package io.promptstream.languagemodel.format;

import org.jspecify.annotations.NullMarked;

/** What it brings to encode an input once for many prompts. */
@NullMarked
package io.promptstream.benchmark.scoring;

import org.jspecify.annotations.NullMarked;

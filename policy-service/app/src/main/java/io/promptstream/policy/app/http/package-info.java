/** What all controllers share: how bodies are read, and what a refused request is answered with. */
@NullMarked
package io.promptstream.policy.app.http;

import org.jspecify.annotations.NullMarked;

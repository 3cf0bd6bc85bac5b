/** What the loop costs by process, topic and request, what the least is, and how soon it uses what it learns. */
@NullMarked
package io.promptstream.benchmark.loop;

import org.jspecify.annotations.NullMarked;

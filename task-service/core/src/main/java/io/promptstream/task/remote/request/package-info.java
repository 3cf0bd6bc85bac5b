/** What an endpoint is asked, and what it is able to do. */
@NullMarked
package io.promptstream.task.remote.request;

import org.jspecify.annotations.NullMarked;

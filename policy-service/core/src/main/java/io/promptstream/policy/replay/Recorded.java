package io.promptstream.policy.replay;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic.
 *
 * @param offset where it stands
 * @param key the record's key, whatever it is
 * @param event nothing where the record holds no event that can be read
 */
public record Recorded<T>(long offset, @Nullable String key, Optional<T> event) {}

package io.promptstream.languagemodel.scoring;

/**
 * What the prefix cache has done since the model was loaded.
 *
 * @param hits prefixes found
 * @param misses prefixes computed
 * @param evictions prefixes dropped to stay within the bound
 * @param entries prefixes held now
 * @param bytes native memory held now
 * @param maximumBytes the bound
 */
public record CacheStatistics(long hits, long misses, long evictions, int entries, long bytes, long maximumBytes) {}

package io.promptstream.schemas.registry;

import org.apache.avro.Schema;

/**
 * One version of a subject.
 *
 * @param subject such as {@code promptstream.queries-value}
 * @param version counted from 1 within the subject
 * @param id unique in the registry; ids have gaps
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}

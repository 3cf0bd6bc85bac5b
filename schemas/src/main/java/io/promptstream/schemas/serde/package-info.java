/** Avro events as Kafka values, in Confluent's wire format and with Confluent's configuration keys. */
@NullMarked
package io.promptstream.schemas.serde;

import org.jspecify.annotations.NullMarked;

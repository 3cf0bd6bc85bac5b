/**
 * What services do with Kafka, each in one way: {@link io.promptstream.kafka.KafkaClients} makes every client;
 * {@link io.promptstream.kafka.ServiceLoop} runs a {@link io.promptstream.kafka.LoopBody} and restarts it;
 * {@link io.promptstream.kafka.Transactions} commits what was written together with the offsets of what was read;
 * {@link io.promptstream.kafka.EventRecords} makes the records for it and guards their size, and
 * {@link io.promptstream.kafka.Rejection} says why one is a dead letter;
 * {@link io.promptstream.kafka.OwnedPartitions} loads, hands over and loses a group member's partitions;
 * {@link io.promptstream.kafka.TaskFinder} finds the task of a record without waiting, with
 * {@link io.promptstream.kafka.PutBack} where order counts; {@link io.promptstream.kafka.TopicReader} reads to an end, and
 * {@link io.promptstream.kafka.CompactedTopic} keeps the newest event of each key.
 */
@NullMarked
package io.promptstream.kafka;

import org.jspecify.annotations.NullMarked;

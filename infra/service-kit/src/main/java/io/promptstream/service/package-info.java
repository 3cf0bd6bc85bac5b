/** What every service needs around its own work: configuration, Kafka clients, start-up, loops, health. */
@NullMarked
package io.promptstream.service;

import org.jspecify.annotations.NullMarked;

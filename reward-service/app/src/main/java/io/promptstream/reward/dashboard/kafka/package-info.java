/** Where the dashboard gets from Kafka what it shows. Reads without a group, so it takes nothing from the loop. */
@NullMarked
package io.promptstream.reward.dashboard.kafka;

import org.jspecify.annotations.NullMarked;

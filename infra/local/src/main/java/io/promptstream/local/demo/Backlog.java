package io.promptstream.local.demo;

/**
 * How far the services are behind what was sent.
 *
 * @param served queries that have been proposed a prompt for
 * @param unanswered proposals that the task model has not answered yet
 */
record Backlog(long served, long unanswered) {}

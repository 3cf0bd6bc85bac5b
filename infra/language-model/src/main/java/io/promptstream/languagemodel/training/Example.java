package io.promptstream.languagemodel.training;

/**
 * One sequence to learn from.
 *
 * @param ids tokens
 * @param labelWordAt index of the label word in {@code ids}, or -1
 */
record Example(int[] ids, int labelWordAt) {}

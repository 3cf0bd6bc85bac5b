package io.promptstream.reward.app.rescore;

/**
 * What is kept beside a partition's committed offset, so that a recording continues with the same range after a restart.
 *
 * @param start first offset of the range
 * @param end offset behind the last one
 * @param since the beginning of the range in time, if the topics no longer reach back to the one that was ordered, in
 *     milliseconds since 1970; otherwise 0
 * @param until the end of the range in time, in milliseconds since 1970
 * @param time time of the last copied record of all partitions; copies are never earlier than the one before
 * @param passedOver records of all partitions that could not be read
 */
record Bookmark(long start, long end, long since, long until, long time, long passedOver) {

    /** As {@link #parse} reads it. */
    String text() {
        return "%d %d %d %d %d %d".formatted(start, end, since, until, time, passedOver);
    }

    /**
     * Reads what {@link #text} gave.
     *
     * @throws IllegalArgumentException if it is no bookmark
     */
    static Bookmark parse(String text) {
        String[] numbers = text.split(" ", -1);
        if (numbers.length != 6) {
            throw new IllegalArgumentException("The bookmark is \"" + text + "\"; write six numbers");
        }
        return new Bookmark(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]),
                Long.parseLong(numbers[4]),
                Long.parseLong(numbers[5]));
    }
}

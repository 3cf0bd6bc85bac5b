package io.promptstream.local;

import io.promptstream.local.display.CommandException;
import io.promptstream.local.system.SystemException;
import io.promptstream.platform.PlatformException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;

/** What people are told of a failure. */
final class FailureText {

    private FailureText() {}

    static String of(Throwable failure) {
        return switch (failure) {
            case CommandException e -> message(e);
            case SystemException e -> message(e);
            case PlatformException e -> message(e);
            case IllegalArgumentException e -> message(e);
            case KafkaException e ->
                "Kafka: " + message(rootOf(e)) + "; check with 'promptstream status' that the broker answers";
            case UncheckedIOException e -> io(Objects.requireNonNull(e.getCause()));
            case IOException e -> io(e);
            default ->
                "something went wrong that was not foreseen: " + failure + "; give --verbose for where it happened";
        };
    }

    private static String io(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> "There is no file " + e.getFile();
            case AccessDeniedException e -> "No permission for " + e.getFile();
            case FileSystemException e ->
                e.getFile() + ": " + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason());
            default -> message(failure);
        };
    }

    private static Throwable rootOf(Throwable failure) {
        var cause = failure.getCause();
        return cause instanceof KafkaException ? rootOf(cause) : failure;
    }

    private static String message(Throwable failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }
}

package io.promptstream.task.execution;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.Answer;

/**
 * The answer to one proposal of a batch.
 *
 * @param index position of the proposal
 * @param modelId the model that was asked; empty where none was
 * @param micros time in the model, in microseconds
 */
record Result(int index, String modelId, Answer answer, long micros) {

    static Result failed(int index, FailureCode code, String message) {
        return new Result(index, "", new Answer.Failed(code, message), 0);
    }
}

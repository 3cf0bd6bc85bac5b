package io.promptstream.task.remote.request;

import io.promptstream.event.MaxTokensParameter;
import io.promptstream.task.remote.reply.EndpointError;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model behind an endpoint accepts, as far as its refusals have shown. It only ever loses abilities.
 *
 * @param alternatives most probable tokens that it tells; 0: none
 * @param temperature whether a temperature other than its own may be asked for
 * @param completionTokens whether the limit is to be called {@code max_completion_tokens}
 */
public record Capabilities(int alternatives, boolean temperature, boolean completionTokens) {
    /** What OpenAI's interface allows. */
    public static final Capabilities ALL = new Capabilities(20, true, false);

    private static final int FEW_ALTERNATIVES = 5;

    /** What both of them leave. */
    public Capabilities and(Capabilities other) {
        return new Capabilities(
                Math.min(alternatives, other.alternatives),
                temperature && other.temperature,
                completionTokens || other.completionTokens);
    }

    /**
     * What is left after a refusal; empty if it is about something else, or about what the task itself insists on.
     *
     * @param asked whether alternatives were asked for
     */
    public Optional<Capabilities> after(EndpointError error, RequestSettings settings, boolean asked) {
        EndpointError.Kind kind = error.kind();
        String said = (error.code() + " " + error.text()).toLowerCase(Locale.ROOT);
        if (asked && alternatives > 0 && said.contains("logprobs") && kind == EndpointError.Kind.KEY) {
            return Optional.of(withAlternatives(0));
        }
        if (kind != EndpointError.Kind.REQUEST || (error.status() == 200 && !refuses(said))) {
            return Optional.empty();
        }
        if (asked && alternatives > 0 && said.contains("logprobs")) {
            boolean tooMany = alternatives > FEW_ALTERNATIVES && said.contains("top_logprobs") && !refuses(said);
            return Optional.of(withAlternatives(tooMany ? FEW_ALTERNATIVES : 0));
        }
        boolean ownTemperature = settings.temperature().isEmpty() && !settings.omitsTemperature();
        if (ownTemperature && temperature && said.contains("temperature")) {
            return Optional.of(new Capabilities(alternatives, false, completionTokens));
        }
        boolean ownParameter = settings.maxTokensParameter() == MaxTokensParameter.AUTO && !completionTokens;
        if (ownParameter
                && (said.contains("max_completion_tokens") || (said.contains("max_tokens") && refuses(said)))) {
            return Optional.of(new Capabilities(alternatives, temperature, true));
        }
        return Optional.empty();
    }

    private Capabilities withAlternatives(int number) {
        return new Capabilities(number, temperature, completionTokens);
    }

    private static boolean refuses(String said) {
        return Stream.of(
                        "unsupported",
                        "not support",
                        "n't support",
                        "not allowed",
                        "not permitted",
                        "unrecognized",
                        "unknown",
                        "unexpected",
                        "not available")
                .anyMatch(said::contains);
    }
}

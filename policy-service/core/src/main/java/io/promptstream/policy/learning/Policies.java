package io.promptstream.policy.learning;

import io.promptstream.event.Query;
import java.nio.ByteBuffer;

/** Makes policies over one frozen language model. Belongs to one thread, as the model does. */
public final class Policies {
    private final FrozenLanguageModel model;
    private final Words.Library words;
    private final QueryFeatures features;

    public Policies(FrozenLanguageModel model) {
        this.model = model;
        this.words = new Words.Library(model);
        this.features = new QueryFeatures(model);
    }

    /** The policy that nothing has been learned by yet; equal specifications give equal states. */
    public Policy initial(PolicySpecification specification) {
        return switch (specification) {
            case PolicySpecification.RlPrompt asked ->
                new RlPromptPolicy(
                        model, asked.settings(), RlPromptState.initial(model, asked.settings(), asked.excludedWords()));
            case PolicySpecification.Bayesian asked ->
                new BayesianPolicy(model, asked.settings(), BayesianState.initial(asked.settings(), words(asked)));
            case PolicySpecification.AutoPrompt asked ->
                new AutoPromptPolicy(model, asked.settings(), AutoPromptState.initial(asked.settings(), words(asked)));
            case PolicySpecification.SoftPrompt asked ->
                new SoftPromptPolicy(asked.settings(), SoftPromptState.initial(asked.settings(), model, words));
            case PolicySpecification.Fixed asked -> new FixedPolicy(FixedState.initial(asked.prompts(), asked.seed()));
        };
    }

    /**
     * The policy that a snapshot describes.
     *
     * @throws IncompatibleStateException if the state belongs to a policy that this specification does not continue
     */
    public Policy restore(PolicySpecification specification, PolicyState state) throws IncompatibleStateException {
        return switch (specification) {
            case PolicySpecification.RlPrompt asked ->
                new RlPromptPolicy(
                        model,
                        asked.settings(),
                        RlPromptState.read(state, model, asked.settings(), asked.excludedWords()));
            case PolicySpecification.Bayesian asked ->
                new BayesianPolicy(model, asked.settings(), BayesianState.read(state, asked.settings(), words(asked)));
            case PolicySpecification.AutoPrompt asked ->
                new AutoPromptPolicy(
                        model,
                        asked.settings(),
                        AutoPromptState.read(state, asked.settings(), words(asked), model.width()));
            case PolicySpecification.SoftPrompt asked ->
                new SoftPromptPolicy(asked.settings(), SoftPromptState.read(state, asked.settings(), model));
            case PolicySpecification.Fixed asked ->
                new FixedPolicy(FixedState.read(state, asked.prompts(), asked.seed()));
        };
    }

    private Words words(PolicySpecification.AutoPrompt asked) {
        return words.mostFrequent(
                asked.settings().candidates(),
                asked.excludedWords(),
                asked.settings().seed());
    }

    /** What the language model makes of a query, for {@link Contexts#of}; not to be changed. */
    public ByteBuffer features(Query query) {
        return features.of(query);
    }

    private Words words(PolicySpecification.Bayesian asked) {
        return words.mostFrequent(
                asked.settings().candidates(),
                asked.excludedWords(),
                asked.settings().seed());
    }
}

package io.promptstream.policy.learning;

/** Makes policies over one frozen language model. Belongs to one thread, as the model does. */
public final class Policies {
    private final FrozenLanguageModel model;

    public Policies(FrozenLanguageModel model) {
        this.model = model;
    }

    /** The policy that nothing has been learned by yet; equal specifications give equal states. */
    public Policy initial(PolicySpecification specification) {
        return switch (specification) {
            case PolicySpecification.RlPrompt asked ->
                new RlPromptPolicy(
                        model, asked.settings(), RlPromptState.initial(model, asked.settings(), asked.excludedWords()));
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
            case PolicySpecification.Fixed asked ->
                new FixedPolicy(FixedState.read(state, asked.prompts(), asked.seed()));
        };
    }
}

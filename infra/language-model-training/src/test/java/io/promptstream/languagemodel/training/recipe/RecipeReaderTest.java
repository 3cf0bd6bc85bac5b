package io.promptstream.languagemodel.training.recipe;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seed: 7          | seed: seven           | seed, line 6: write a whole number, not 'seven'
            heads: 2, | ''                           | shape.heads, line 7: write a whole number
            width: 16        | width: 16, wide: 1    | shape.wide, line 7: there is no such field; write one of [activation, heads, layers, positions, vocabulary, width]
            gelu_new         | swish                 | shape.activation, line 7: write one of gelu_new, gelu_pytorch_tanh, gelu, relu, not 'swish'
            summary: A model | summary: [A] #        | summary, line 2: write a text
            '[warm, hot]'    | warm                  | labelled[0].words.sun, line 16: write a list
            noise: {         | 'noise: 3 #'          | noise, line 22: write fields with their values
            weight: 1}       | weight: many}         | labelled[0].phrases[1].weight, line 20: write a number, not 'many'
            """)
    void aValueOfAnotherKindIsNamedWithItsLine(String right, String wrong, String message) {
        assertRefused(right, wrong, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: tiny       | ''                    | name is missing; write it
            '[warm, hot]'    | '[warm, null]'        | words of labelled.tsv: sun[1] is missing; write it
            reliability: 1.0 | reliability: 1.5      | reliability of phrase 'it feels': write a number from 0 to 1, not 1.5
            weight: 3        | weight: 0             | weight of phrase 'it feels': write a number above 0, not 0.0
            tokens: 20480    | tokens: -5            | tokens of phase first: write a number above 0, not -5
            learningRate: 0.01 | learningRate: -1    | optimiser.learningRate: write a number above 0, not -1.0
            heads: 2         | heads: 3              | shape.heads: write a divisor of shape.width, 16, not 3
            layers: 1        | layers: 0             | shape.layers: write a number above 0, not 0
            vocabulary: 320  | vocabulary: 256       | shape.vocabulary: write 257 or more, not 256
            '["it is"]'      | '[]'                  | casualPrompts of test.tsv: write at least one
            gradientClip: 1.0 | gradientClip: 0      | optimiser.gradientClip: write a number above 0, not 0.0
            """)
    void aValueThatMakesNoSenseIsNamed(String right, String wrong, String message) {
        assertRefused(right, wrong, message);
    }

    @Test
    void whatIsNoYamlIsSaidWithItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeReader.parse("name: tiny: small"))
                .withMessageContainingAll("this is no YAML", "line 1, column 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeReader.parse(""))
                .withMessageStartingWith("the recipe, line 1: write fields with their values");
    }

    private static void assertRefused(String right, String wrong, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeReader.parse(Recipes.TINY.replace(right, wrong)))
                .withMessageStartingWith(message);
    }
}

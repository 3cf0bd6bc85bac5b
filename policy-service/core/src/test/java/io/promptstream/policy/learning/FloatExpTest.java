package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatExpTest {

    @Test
    void agreesWithTheExactFunction() {
        double worst = 0;
        for (float x = -80f; x <= 0f; x += 0.00137f) {
            double exact = StrictMath.exp(x);
            worst = Math.max(worst, Math.abs(FloatExp.exp(x) - exact) / exact);
        }
        assertThat(worst).isLessThan(2e-7);
    }

    @Test
    void endsAreExact() {
        assertThat(FloatExp.exp(0f)).isEqualTo(1f);
        assertThat(FloatExp.exp(OutputHead.MASKED)).isZero();
    }
}

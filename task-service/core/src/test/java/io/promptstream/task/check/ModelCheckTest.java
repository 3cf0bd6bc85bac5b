package io.promptstream.task.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Label;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.event.TaskProblem;
import io.promptstream.languagemodel.EmbeddingFingerprint;
import io.promptstream.task.Events;
import io.promptstream.task.local.FakeCausalModel;
import io.promptstream.task.local.LocalModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelCheckTest {
    private static final String URL = "https://models.example/v1";

    /** 24 positions, of which an input gets 8. */
    private final ModelCheck check =
            new ModelCheck(Map.of("tiny", new LocalModel("tiny", new FakeCausalModel(24))), "SET_API_KEY"::equals);

    @Test
    void aTaskThatItsModelCanAnswerHasNoProblems() {
        // When
        var finding = check.check(Events.classification("weather", Events.local("tiny"), "sun", "rain"), "");

        // Then
        assertThat(finding).isEqualTo(new ModelCheck.Finding("tiny@fake", List.of()));
    }

    @ParameterizedTest
    @EnumSource(
            value = PolicyKind.class,
            names = {"AUTOPROMPT", "SOFT_PROMPT"})
    void aPolicyThatWorksByGradientsNeedsTheModelThatThePolicyServiceHas(PolicyKind kind) {
        // Given
        Task weather = Events.classification("weather", Events.local("tiny"), "sun", "rain");
        Task task = Task.newBuilder(weather)
                .setPolicy(PolicyDefinition.newBuilder(weather.getPolicy())
                        .setKind(kind)
                        .build())
                .build();
        FakeCausalModel model = new FakeCausalModel(24);
        model.encode("sun rain");
        String same = EmbeddingFingerprint.of(model.embeddingTable());

        // When
        var refused = check.check(task, "another").problems();

        // Then
        assertThat(refused).singleElement().satisfies(problem -> {
            assertThat(problem.getField()).isEqualTo("policy.kind");
            assertThat(problem.getMessage())
                    .contains("is " + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .contains("PROMPTSTREAM_MODEL_DIR", "taskModel.name", "write bayesian or rlprompt");
        });
        assertThat(check.check(task, "").problems()).isEmpty();
        assertThat(check.check(weather, "another").problems()).isEmpty();
        assertThat(new ModelCheck(Map.of("tiny", new LocalModel("tiny", model)), variable -> false)
                        .check(task, same)
                        .problems())
                .isEmpty();
    }

    @Test
    void labelsThatBeginWithTheSameTokenAreNamed() {
        // When
        var problems =
                problems(Events.classification("weather", Events.local("tiny"), "rain fall", "sun", "rain coat"));

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.getField()).isEqualTo("labels[2].verbalizer");
            assertThat(problem.getMessage()).contains("\"rain coat\"", "\"rain fall\"", "the token \" rain\"");
        });
    }

    @Test
    void aLocalModelThatIsNotThereIsRefusedWithThoseThatAre() {
        // When
        var finding = check.check(Events.classification("weather", Events.local("huge"), "sun", "rain"), "");

        // Then
        assertThat(finding.modelId()).isEmpty();
        assertThat(finding.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.getField()).isEqualTo("taskModel.name");
            assertThat(problem.getMessage()).contains("\"huge\"", "[tiny]");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "a b c d e f g h i j k l m n, 3, short, 4, policy.promptLength",
        "a b c d e f g h i j k l m n o p q, 2, short, 4, template",
        "a b, 2, one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen, 4, handWrittenPrompts[0]",
        "a b, 2, short, 13, taskModel.maxTokens",
    })
    void templatePromptsAndAnswerLeaveRoomForTheInput(
            String template, int promptLength, String prompt, int maxTokens, String field) {
        // Given
        Task task = Events.task(
                        "weather",
                        OutputKind.GENERATION,
                        new TaskModelDefinition(TaskModelKind.LOCAL, "tiny", null, null, maxTokens, null))
                .setTemplate(template + "{input}{prompt}")
                .setPolicy(PolicyDefinition.newBuilder()
                        .setKind(PolicyKind.FIXED)
                        .setPromptLength(promptLength)
                        .build())
                .setHandWrittenPrompts(List.of(prompt))
                .build();

        // When // Then
        assertThat(problems(task)).extracting(TaskProblem::getField).containsExactly(field);
    }

    @Test
    void specialTokensOfTheTemplateAreTheModels() {
        // When
        var problems = problems(Events.task("talk", OutputKind.GENERATION, Events.local("tiny"))
                .setTemplate("<|end|>{input}<|im_start|> {prompt}")
                .build());

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.getField()).isEqualTo("template");
            assertThat(problem.getMessage()).contains("holds <|im_start|>", "one of [<|end|>]");
        });
    }

    @Test
    void aKeyHasToBeInTheEnvironment() {
        // When // Then
        assertThat(problems(Events.generation("talk", Events.remote(URL, "SET_API_KEY"))))
                .isEmpty();
        assertThat(problems(Events.generation("talk", Events.remote(URL, null))))
                .isEmpty();
        assertThat(problems(Events.generation("talk", Events.remote(URL, "OTHER_API_KEY"))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.getField()).isEqualTo("taskModel.apiKeyVariable");
                    assertThat(problem.getMessage()).contains("OTHER_API_KEY", "task service");
                });
    }

    @ParameterizedTest
    @CsvSource({"ftp://models.example", "https://models.example/v1?key=1", "https://models example", "models"})
    void aUrlThatCannotBeCalledIsRefused(String url) {
        assertThat(problems(Events.generation("talk", Events.remote(url, null))))
                .extracting(TaskProblem::getField)
                .containsExactly("taskModel.url");
    }

    @ParameterizedTest
    @CsvSource({"yes, Yes", "file, \uFB01le", "e\u0301t\u00E9, \u00E9te\u0301", "up, up\u200B"})
    void wordsThatARemoteModelsAnswerCannotTellApartAreRefused(String one, String other) {
        assertThat(problems(Events.classification("weather", Events.remote(URL, null), one, "third", other)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.getField()).isEqualTo("labels[2].verbalizer");
                    assertThat(problem.getMessage()).contains("\"" + one + "\"", "\"" + other + "\"");
                });
    }

    @Test
    void aVerbalizerIsNotTheNameOfAnotherLabel() {
        // Given
        Task task = Events.task("weather", OutputKind.CLASSIFICATION, Events.remote(URL, null))
                .setLabels(List.of(new Label("good", "fine"), new Label("bad", "Good"), new Label("none", "\u200B")))
                .build();

        // When // Then
        assertThat(problems(task))
                .extracting(TaskProblem::getField)
                .containsExactly("labels[1].verbalizer", "labels[2].verbalizer");
    }

    @Test
    void whatNoModelCouldAnswerNamesItsField() {
        assertThat(problems(Events.classification("weather", Events.local("tiny"), "sun")))
                .extracting(TaskProblem::getField)
                .containsExactly("labels");
        assertThat(problems(Events.task("weather", OutputKind.GENERATION, Events.local("tiny"))
                        .setTemplate("no places")
                        .build()))
                .extracting(TaskProblem::getField)
                .containsExactly("template");
    }

    private List<TaskProblem> problems(Task task) {
        return check.check(task, "").problems();
    }
}

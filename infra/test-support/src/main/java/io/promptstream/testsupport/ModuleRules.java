package io.promptstream.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What holds in every module. Include with {@code ArchTests.in(ModuleRules.class)}. */
public final class ModuleRules {
    @ArchTest
    public static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("io.promptstream.(**)").should().beFreeOfCycles();

    @ArchTest
    public static final ArchRule ONLY_TRACING_KNOWS_OPENTELEMETRY = noClasses()
            .that()
            .resideOutsideOfPackage("..tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..")
            .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule POLICY_SERVICE_KNOWS_NO_OTHER_SERVICE =
            apart("io.promptstream.policy..", "io.promptstream.task..", "io.promptstream.reward..");

    @ArchTest
    public static final ArchRule TASK_SERVICE_KNOWS_NO_OTHER_SERVICE =
            apart("io.promptstream.task..", "io.promptstream.policy..", "io.promptstream.reward..");

    @ArchTest
    public static final ArchRule REWARD_SERVICE_KNOWS_NO_OTHER_SERVICE =
            apart("io.promptstream.reward..", "io.promptstream.policy..", "io.promptstream.task..");

    private static ArchRule apart(String service, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(service)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true);
    }

    private ModuleRules() {}
}

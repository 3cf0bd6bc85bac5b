package io.promptstream.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What holds in every module, written here as test support depends on this one; and that it starts things without knowing ours. */
@AnalyzeClasses(packages = "io.promptstream.platform", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("io.promptstream.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_MODULE_AND_NO_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.micronaut..",
                    "io.promptstream.schemas..",
                    "io.promptstream.kafka..",
                    "io.promptstream.service..",
                    "io.promptstream.local..",
                    "io.promptstream.policy..",
                    "io.promptstream.task..",
                    "io.promptstream.reward..");
}

package io.promptstream.languagemodel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.promptstream.languagemodel");

    @Test
    void knowsNeitherKafkaNorMicronautNorTheServices() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.micronaut..",
                        "io.promptstream.policy..",
                        "io.promptstream.task..",
                        "io.promptstream.reward..")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.promptstream.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void runningAModelDoesNotNeedTheTrainer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.promptstream.languagemodel.training..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.promptstream.languagemodel.training..")
                .check(CLASSES);
    }

    @Test
    void tensorsDoNotLeaveTheModel() {
        noMethods()
                .that()
                .areDeclaredIn(LanguageModel.class)
                .and()
                .arePublic()
                .should()
                .haveRawReturnType(resideInAPackage("ai.djl.."))
                .check(CLASSES);
    }
}

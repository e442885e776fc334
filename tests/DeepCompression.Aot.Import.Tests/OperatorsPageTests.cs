using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Trainer.Import.Operators;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>The page of supported operators says what import does.</summary>
public class OperatorsPageTests
{
    [Fact]
    public void It_names_every_operator_that_is_imported_and_no_other() => Assert.Equal(OperatorImports.Names, OperatorsPage.Operators());
}

using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests;

/// <summary>Programs and generated code of another version depend on what the library shows.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_one_on_record() =>
        PublicApi.RequireOnRecord(typeof(CompressedModelAttribute).Assembly, "DeepCompression.Aot.Runtime.Tests");
}

using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Trainer.Tests.Api;

/// <summary>Programs of other people depend on what the package shows.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_one_on_record() =>
        PublicApi.RequireOnRecord(typeof(NetworkArtifact).Assembly, "DeepCompression.Aot.Trainer.Tests");

    [Fact]
    public void Every_exception_of_the_package_is_a_TrainerException() => Assert.All(
        typeof(NetworkArtifact).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Exception))),
        type => Assert.True(type.IsAssignableTo(typeof(TrainerException)), type.FullName));
}

namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>Tests of the packages, which are packed once for all of them. They start builds, so nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Packages : ICollectionFixture<PackageFeed>
{
    public const string Name = "Packages";
}

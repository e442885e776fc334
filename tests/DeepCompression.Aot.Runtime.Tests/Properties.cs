using DeepCompression.Aot.Tests;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Runtime.Tests;

/// <summary>Checks a property for many random cases, each drawn from its own seed.</summary>
internal static class Properties
{
    public static void Check(Action<Random> property) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => property(new Random(seed))).Require();
}

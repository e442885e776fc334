using System.Runtime.InteropServices;
using DeepCompression.Aot.CommandLine.Diagnosis;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc doctor</c> says of the machine; the property names are the JSON names, in camelCase.</summary>
internal sealed record DiagnosisReport
{
    public required string System { get; init; }

    public required string Architecture { get; init; }

    public required string Framework { get; init; }

    public required int Processors { get; init; }

    /// <summary>Instruction sets that kernels can use.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>What the environment limits kernels to, or null where it does not.</summary>
    public required string? KernelLimit { get; init; }

    public required IReadOnlyList<KernelChoice> Kernels { get; init; }

    public required IReadOnlyList<OptionalPart> Parts { get; init; }

    /// <summary>This machine.</summary>
    /// <exception cref="InvalidOperationException">The environment limits kernels to instructions that there are not.</exception>
    public static DiagnosisReport Create() => new()
    {
        System = RuntimeInformation.OSDescription,
        Architecture = $"{RuntimeInformation.ProcessArchitecture}",
        Framework = RuntimeInformation.FrameworkDescription,
        Processors = Environment.ProcessorCount,
        Features = ProcessorFeatures.Names,
        KernelLimit = Environment.GetEnvironmentVariable(Instructions.Variable) is { Length: > 0 } limit ? limit : null,
        Kernels = KernelChoice.All(),
        Parts = OptionalPart.All(),
    };
}

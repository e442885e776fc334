namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>A core that the freestanding platform is built for; its names are those of the build's property <c>Mcu</c>.</summary>
/// <param name="Name">The core.</param>
/// <param name="HasFloats">Whether it has instructions for floats.</param>
internal sealed record Microcontroller(string Name, bool HasFloats)
{
    /// <summary>All that are known.</summary>
    public static IReadOnlyList<Microcontroller> All { get; } = [new("cortex-m7", true), new("cortex-m4f", true), new("cortex-m3", false)];

    /// <summary>Why a network of an arithmetic does not run on it, or null if that is no obstacle.</summary>
    public string? Obstacle(string arithmetic) =>
        HasFloats || arithmetic == "int8" ? null : "the core has no floating point; let the network compute with integers: --arithmetic int8";
}

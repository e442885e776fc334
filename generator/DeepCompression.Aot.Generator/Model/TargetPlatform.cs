namespace DeepCompression.Aot.Generator.Model;

/// <summary>What a network is to run on: metadata of its <c>CompressedModel</c> item.</summary>
internal enum TargetPlatform
{
    /// <summary>.NET, with whatever instructions the processor has.</summary>
    DotNet,

    /// <summary>A microcontroller with nothing under the program: portable scalar code, which runs on .NET too and gives the same bits.</summary>
    Freestanding,
}

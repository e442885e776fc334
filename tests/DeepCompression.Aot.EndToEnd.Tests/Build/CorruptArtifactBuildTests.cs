using System.Text;
using System.Text.RegularExpressions;
using DeepCompression.Aot.Tests.CommandLine;

namespace DeepCompression.Aot.Tests.Build;

[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed partial class CorruptArtifactBuildTests
{
    /// <summary>Hundreds of damaged artifacts in one build: each has a class on a line of its own, and must be the error there.</summary>
    [Fact]
    public async Task Every_damaged_artifact_is_one_error_of_the_generator_at_its_class_and_nothing_else_goes_wrong()
    {
        using ConsumerProject project = ConsumerProject.FromSource();
        var classes = new StringBuilder("using DeepCompression.Aot;\n");
        int count = 0;
        foreach (byte[] damaged in DamagedArtifacts())
        {
            project.Write($"damaged/{count}.dcz", damaged);
            classes.Append($"[CompressedModel(\"damaged/{count}.dcz\")] static partial class Damaged{count};\n");
            count++;
        }

        project.Write("Damaged.cs", classes.ToString());

        ProcessRun build = await project.Build();

        Assert.NotEqual(0, build.ExitCode);
        string[] errors = [.. build.Output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(count, errors.Length);
        int[] lines = [.. errors.Select(error => int.Parse(GeneratorError().Match(error).Groups["line"].Value)).Order()];
        Assert.Equal(Enumerable.Range(2, count), lines);
    }

    /// <summary>The checked-in corrupt artifacts; and a valid one with every tenth byte flipped, or cut short there.</summary>
    private static IEnumerable<byte[]> DamagedArtifacts()
    {
        foreach ((string file, _) in GoldenFiles.Corrupt)
        {
            yield return File.ReadAllBytes(file);
        }

        byte[] valid = GoldenCase.Load("all-sections").Artifact;
        for (int i = 0; i < valid.Length; i += 10)
        {
            byte[] flipped = [.. valid];
            flipped[i] ^= (byte)(1 << (i / 10 % 8));
            yield return flipped;
            yield return valid[..i];
        }
    }

    /// <summary>The ids for an artifact that is corrupt or of another version, with the place in the source.</summary>
    [GeneratedRegex(@"Damaged\.cs\((?<line>\d+),\d+\): error DC000[23]: ")]
    private static partial Regex GeneratorError();
}

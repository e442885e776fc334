using System.Text.Json;
using DeepCompression.Aot.Benchmarks.Baselines;

namespace DeepCompression.Aot.Benchmarks.Tests;

/// <summary>What <c>ratios</c> prints; never how long anything takes.</summary>
public sealed class RatiosCommandTests
{
    private static readonly string[] Precisions = ["fp32", "f14", "int8"];

    [Fact]
    public void Json_has_one_object_for_each_comparison_with_a_ratio_wherever_there_is_a_baseline()
    {
        (int status, string output, string notes) = Run("ratios", "--quick", "--json", "--case", "lenet-300-100", "--case", "lenet-5-conv2");
        Assert.True(status == 0, notes);
        bool hasBaseline = !notes.Contains("npm ci --ignore-scripts", StringComparison.Ordinal);
        JsonElement[] rows = [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
        Assert.Equal(["lenet-300-100", "lenet-5-conv2"], rows.Select(row => row.GetProperty("case").GetString()).Distinct());
        Assert.All(rows, row =>
        {
            Assert.Contains(row.GetProperty("precision").GetString(), Precisions);
            Assert.InRange(row.GetProperty("threads").GetInt32(), 1, 2);
            double ours = row.GetProperty("oursMicroseconds").GetDouble();
            Assert.True(ours > 0);
            Assert.True(row.GetProperty("limitMicroseconds").GetDouble() > 0);
            JsonElement baseline = row.GetProperty("baselineMicroseconds");
            JsonElement ratio = row.GetProperty("ratio");
            if (hasBaseline)
            {
                Assert.Equal(baseline.GetDouble() / ours, ratio.GetDouble(), precision: 6);
            }
            else
            {
                Assert.Equal(JsonValueKind.Null, baseline.ValueKind);
                Assert.Equal(JsonValueKind.Null, ratio.ValueKind);
            }
        });
    }

    [Fact]
    public void Notes_name_the_machine_and_the_baseline_or_how_to_install_it()
    {
        (int status, string output, string notes) = Run("ratios", "--quick", "--case", "lenet-5-conv1");
        Assert.Equal(0, status);
        Assert.Empty(notes);
        Assert.Contains("clock", output, StringComparison.Ordinal);
        Assert.Contains("ONNX Runtime", output, StringComparison.Ordinal);
        Assert.Contains("lenet-5-conv1: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_case_is_refused_with_the_names_there_are()
    {
        (int status, string output, string notes) = Run("ratios", "--case", "resnet");
        Assert.NotEqual(0, status);
        Assert.Contains("alexnet-fc6", output + notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_of_cases_without_any_are_refused()
    {
        (int status, string output, string notes) = Run("ratios", "--targets", "--case", "lenet-5-conv1");
        Assert.NotEqual(0, status);
        Assert.Contains("lenet-5-conv1 has no target", output + notes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_with_a_target_says_whether_it_is_met()
    {
        (int status, string output, string notes) = Run("ratios", "--quick", "--markdown", "--case", "lenet-5");
        Assert.True(status == 0, output + notes);
        Assert.Equal(!output.Contains("npm ci --ignore-scripts", StringComparison.Ordinal), output.Contains("to reach 7.0×, to aim at 10.0×", StringComparison.Ordinal));
        Assert.Contains("| case | arithmetic | threads | ours | ONNX Runtime fp32 | ratio | reach | aim | | dense weights from | one copy of them: from | ratio |", output, StringComparison.Ordinal);
        Assert.Contains("% of the limit", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, 300, false, 1)]
    [InlineData(144, 32, false, 1)]
    [InlineData(144, 96, false, 2)]
    [InlineData(144, 300, false, 5)]
    [InlineData(392, 300, false, 2)]
    [InlineData(3000, 300, false, 1)]
    [InlineData(16, 32, true, 4)]
    [InlineData(16, 300, true, 38)]
    [InlineData(144, 300, true, 5)]
    public void Dense_weights_have_copies_enough_to_come_from_memory(
        long megabytes, long cacheMegabytes, bool behindLargeOnes, int copies) =>
        Assert.Equal(copies, WeightCopies.Count(megabytes << 20, cacheMegabytes << 20, behindLargeOnes));

    [Fact]
    [Trait("Category", "Slow")]
    public void Ours_is_timed_without_AVX_512_in_a_process_of_its_own()
    {
        (int status, string output, string notes) = Run("ratios", "--quick", "--json", "--case", "alexnet-fc6-avx2");
        Assert.True(status == 0, notes);
        JsonElement row = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Equal("fp32", row.GetProperty("precision").GetString());
        Assert.StartsWith("gather", row.GetProperty("implementation").GetString(), StringComparison.Ordinal);
    }

    private static (int Status, string Output, string Notes) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var notes = new StringWriter();
        int status = BenchmarkTool.Run(arguments, output, notes);
        return (status, output.ToString(), notes.ToString());
    }
}

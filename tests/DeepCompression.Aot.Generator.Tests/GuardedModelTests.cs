using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Tests;
using GoldenSample = DeepCompression.Aot.Generator.Tests.Support.GoldenSample;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>
/// Whole generated networks whose inputs, outputs and workspace lie against pages that nobody may touch: what reads or writes one element
/// beside them ends the process.
/// </summary>
public sealed class GuardedModelTests
{
    [LinuxFact]
    public void Nothing_beside_inputs_outputs_and_workspace_is_touched() => AssertAllComputeInGuardedMemory(GoldenModels.Compiled);

    [LinuxFact]
    public void Nor_by_what_decodes_its_weights_in_every_inference() => AssertAllComputeInGuardedMemory(GoldenModels.Streaming);

    private static void AssertAllComputeInGuardedMemory(CompiledModels models)
    {
        foreach (GoldenModel golden in GoldenModel.All)
        {
            AssertComputes(models[golden.ClassName], golden, atStart: false);
            AssertComputes(models[golden.ClassName], golden, atStart: true);
        }
    }

    private static void AssertComputes(CompiledModel model, GoldenModel golden, bool atStart)
    {
        foreach (GoldenSample sample in golden.Samples)
        {
            GuardedMemory<float>[] inputs = [.. sample.Inputs.Select(input => new GuardedMemory<float>(input, atStart))];
            GuardedMemory<float>[] outputs = [.. sample.Outputs.Select(output => new GuardedMemory<float>(output.Length, atStart))];
            using var workspace = new GuardedMemory<float>(model.WorkspaceLength, atStart);
            model.Run(inputs.Length, outputs.Length, input => inputs[input].Span, output => outputs[output].Span, workspace.Span);
            for (int i = 0; i < outputs.Length; i++)
            {
                Closeness.AssertClose(sample.Outputs[i], outputs[i].Span.ToArray(), $"{golden.Name}, output {i}");
            }

            Array.ForEach([.. inputs, .. outputs], memory => memory.Dispose());
        }
    }
}

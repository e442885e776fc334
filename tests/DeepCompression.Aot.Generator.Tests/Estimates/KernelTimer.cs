using System.Diagnostics;
using System.Reflection;
using System.Runtime.Intrinsics;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Tests.Estimates;

/// <summary>Times all kernels of a layer on this machine, in turn.</summary>
internal static class KernelTimer
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    /// <summary>Microseconds by kernel, for those whose vectors this processor has.</summary>
    public static IEnumerable<(string Kernel, double Microseconds)> Time(MeasuredLayer measured)
    {
        var optimised = typeof(PackedTaps).Assembly.GetCustomAttribute<DebuggableAttribute>();
        Assert.False(optimised?.IsJITOptimizerDisabled ?? false, "The runtime was not optimised: add -c Release.");
        ModelPlan plan = measured.Plan();
        WeightLayer layer = MeasuredLayer.Layer(plan);
        Kernel[] kernels = [.. MeasuredLayer.Candidates(layer).Where(IsQuick)];

        // All kernels in one class: the scalar one, last, is what a layer always has.
        var all = layer with { Kernels = new([.. kernels, ChooseKernels.Candidates(layer).First(kernel => kernel.InstructionSet == InstructionSet.Scalar)]) };
        CompiledModel model = CompiledModels.Of([("Measured", plan with { Layers = new([.. plan.Layers.Select(other => other == layer ? all : other)]) })])["Measured"];
        float[] input = TestTensors.Numbers(new Random(2), plan.Length(layer.Input));
        var output = new float[plan.Length(layer.Output)];
        double[] times = Interleaving.Measure([.. kernels.Select(kernel => new TimedWork(1, Call(model, layer.Name, kernel, input, output)))], Budget);
        return kernels.Select((kernel, i) => (kernel.Suffix, times[i]));
    }

    private static Action Call(CompiledModel model, string layer, Kernel kernel, float[] input, float[] output)
    {
        if (kernel.ScratchLength == 0)
        {
            KernelMethod method = model.Method<KernelMethod>(layer + kernel.Suffix);
            return () => method(input, output);
        }

        ScratchKernelMethod withScratch = model.Method<ScratchKernelMethod>(layer + kernel.Suffix);
        var scratch = new float[kernel.ScratchLength];
        return () => withScratch(input, output, scratch);
    }

    private static bool IsQuick(Kernel kernel) => kernel.InstructionSet switch
    {
        InstructionSet.Vector512 => Vector512.IsHardwareAccelerated,
        InstructionSet.Vector256 => Vector256.IsHardwareAccelerated,
        _ => true,
    };
}

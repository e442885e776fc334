using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Kernels;

/// <summary>Every function of one or two numbers, over vectors.</summary>
public class FunctionBenchmarks
{
    private const int Length = 4096;

    private static readonly (string Name, Action<FunctionBenchmarks> Run)[] All =
    [
        Of(default(Abs)),
        Of(new Affine(2, 1)),
        Of(new Celu(1)),
        Of(new Clip(0, 6)),
        Of(new Elu(1)),
        Of(default(Erf)),
        Of(default(Exp)),
        Of(default(Floor)),
        Of(default(Gelu)),
        Of(default(GeluTanh)),
        Of(new HardSigmoid(0.2f, 0.5f)),
        Of(default(HardSwish)),
        Of(new LeakyRelu(0.01f)),
        Of(default(Log)),
        Of(default(Mish)),
        Of(default(Neg)),
        Of(default(Reciprocal)),
        Of(default(Round)),
        Of(new ScaledTanh(1, 1)),
        Of(new Selu(1.67f, 1.05f)),
        Of(default(Sigmoid)),
        Of(default(Softplus)),
        Of(default(Softsign)),
        Of(default(Sqrt)),
        Of(new Swish(1)),
        Of(default(Tanh)),
        Of(new ThresholdedRelu(1)),
        Of(default(Truncate)),
        Of<Difference>(),
        Of<Maximum>(),
        Of<Minimum>(),
        Of<Power>(),
        Of<PRelu>(),
        Of<Product>(),
        Of<Quotient>(),
        Of<Sum>(),
    ];

    private readonly float[] _left = [.. Activations.Draw(Length).Select(activation => activation + 0.5f)];
    private readonly float[] _right = [.. Activations.Draw(Length).Select(activation => activation + 0.25f).Reverse()];
    private readonly float[] _output = new float[Length];
    private Action<FunctionBenchmarks> _run = null!;

    /// <summary>The functions' names.</summary>
    public static IEnumerable<string> Functions => All.Select(function => function.Name);

    /// <summary>The function.</summary>
    [ParamsSource(nameof(Functions))]
    public string Function { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _run = All.Single(function => function.Name == Function).Run;

    [Benchmark]
    public void Run() => _run(this);

    private static (string, Action<FunctionBenchmarks>) Of<TFunction>(TFunction function)
        where TFunction : struct, IUnaryFunction =>
        (typeof(TFunction).Name, benchmarks => Unary.Apply(function, benchmarks._left, benchmarks._output));

    private static (string, Action<FunctionBenchmarks>) Of<TFunction>()
        where TFunction : struct, IBinaryFunction =>
        (typeof(TFunction).Name, benchmarks => Binary.Apply<TFunction>(benchmarks._left, benchmarks._right, benchmarks._output));
}

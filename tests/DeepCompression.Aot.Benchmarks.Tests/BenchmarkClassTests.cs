using System.Reflection;
using BenchmarkDotNet.Attributes;
using DeepCompression.Aot.Benchmarks.Kernels;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Tests;

/// <summary>The classes that BenchmarkDotNet runs: each method once, never how long it takes.</summary>
public sealed class BenchmarkClassTests
{
    [Theory]
    [InlineData(typeof(AxisBenchmarks), null)]
    [InlineData(typeof(DecodingBenchmarks), 4)]
    [InlineData(typeof(ElementwiseBenchmarks), 10)]
    [InlineData(typeof(MatMulBenchmarks), 16)]
    [InlineData(typeof(PoolBenchmarks), null)]
    [InlineData(typeof(RecurrenceBenchmarks), 20)]
    [InlineData(typeof(StructureBenchmarks), null)]
    [InlineData(typeof(TapDecodingBenchmarks), 10)]
    public void Every_method_runs(Type type, object? parameter)
    {
        object benchmarks = Activator.CreateInstance(type)!;
        type.GetProperties().FirstOrDefault(property => property.IsDefined(typeof(ParamsAttribute)))?.SetValue(benchmarks, parameter);
        Marked<GlobalSetupAttribute>(type).SingleOrDefault()?.Invoke(benchmarks, null);
        Assert.All(Marked<BenchmarkAttribute>(type), method => method.Invoke(benchmarks, null));
    }

    [Fact]
    public void Every_function_of_one_or_two_numbers_is_timed()
    {
        Assert.Equal(
            typeof(Unary).Assembly.GetTypes()
                .Where(type => type.IsValueType && (type.IsAssignableTo(typeof(IUnaryFunction)) || type.IsAssignableTo(typeof(IBinaryFunction))))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
            FunctionBenchmarks.Functions.Order(StringComparer.Ordinal));
        Assert.All(FunctionBenchmarks.Functions, function =>
        {
            var benchmarks = new FunctionBenchmarks { Function = function };
            benchmarks.Setup();
            benchmarks.Run();
        });
    }

    [Fact]
    public void A_filter_that_finds_no_benchmark_is_a_failure() =>
        Assert.Equal(1, BenchmarkTool.Run(["kernels", "--filter", "*Nothing*"], TextWriter.Null, TextWriter.Null));

    private static IEnumerable<MethodInfo> Marked<TAttribute>(Type type)
        where TAttribute : Attribute => type.GetMethods().Where(method => method.IsDefined(typeof(TAttribute)));
}

using Xunit.Abstractions;

namespace DeepCompression.Aot.Arm64Runner;

/// <summary>What xunit asks of the program that runs it: nothing is set, so that its defaults hold.</summary>
internal sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = [];

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}

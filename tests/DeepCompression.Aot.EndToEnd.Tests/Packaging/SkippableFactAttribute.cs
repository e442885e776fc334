using Xunit.Sdk;

namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>A fact that finds out while it runs that it cannot: it throws a <see cref="SkipException"/> with the reason, and is skipped, visibly.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("DeepCompression.Aot.Tests.Packaging.SkippableFactDiscoverer", "DeepCompression.Aot.EndToEnd.Tests")]
internal sealed class SkippableFactAttribute : FactAttribute;

/// <summary>What the machine lacks for a test, and how to get it.</summary>
internal sealed class SkipException(string reason) : Exception(reason);

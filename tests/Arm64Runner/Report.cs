using System.Xml.Linq;
using Xunit;
using Xunit.Abstractions;

namespace DeepCompression.Aot.Arm64Runner;

/// <summary>Takes down what xunit says: prints what fails, and counts.</summary>
internal sealed class Report : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly Lock _lock = new();
    private readonly List<(string Name, string Reason)> _skipped = [];
    private readonly List<(string Name, string Reason)> _failed = [];

    /// <summary>The tests that were found.</summary>
    public List<ITestCase> Cases { get; } = [];

    /// <summary>Set when all tests are found.</summary>
    public ManualResetEvent Discovered { get; } = new(initialState: false);

    /// <summary>Set when all tests have run.</summary>
    public ManualResetEvent Finished { get; } = new(initialState: false);

    public int Passed { get; private set; }

    public int Failed => _failed.Count;

    public int Skipped => _skipped.Count;

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (_lock)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    Cases.Add(found.TestCase);
                    break;
                case IDiscoveryCompleteMessage:
                    Discovered.Set();
                    break;
                case ITestPassed:
                    Passed++;
                    break;
                case ITestSkipped skipped:
                    _skipped.Add((skipped.Test.DisplayName, skipped.Reason));
                    break;
                case ITestFailed failed:
                    Fail(failed.Test.DisplayName, failed);
                    break;
                // Outside a test: what a fixture or xunit itself threw.
                case IFailureInformation failure:
                    Fail(message.GetType().Name, failure);
                    break;
                case ITestAssemblyFinished:
                    Finished.Set();
                    break;
            }
        }

        return true;
    }

    /// <summary>Writes the test platform's kind of result file, as much of it as <c>.ci/run</c> reads.</summary>
    public void Write(string path) => new XElement(
        "TestRun",
        Results("NotExecuted", _skipped),
        Results("Failed", _failed),
        new XElement("Counters", new XAttribute("passed", Passed), new XAttribute("failed", Failed))).Save(path);

    private static IEnumerable<XElement> Results(string outcome, IEnumerable<(string Name, string Reason)> tests) => tests.Select(test => new XElement(
        "UnitTestResult",
        new XAttribute("testName", test.Name),
        new XAttribute("outcome", outcome),
        new XElement("Message", test.Reason)));

    private void Fail(string name, IFailureInformation failure)
    {
        _failed.Add((name, string.Join('\n', failure.Messages)));
        Console.WriteLine($"failed {name}");
        foreach ((string message, string stack) in failure.Messages.Zip(failure.StackTraces))
        {
            Console.WriteLine($"{message}\n{stack}");
        }
    }
}

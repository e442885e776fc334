using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Verification.Conformance;

/// <summary>
/// Takes operator tests all the way: import, artifact without loss, generated code, numbers. Many models are compiled at once, since
/// most of the time goes into starting and linking.
/// </summary>
/// <param name="progress">Is told how many tests are done.</param>
/// <param name="cancellation">Ends the run.</param>
internal sealed class ConformanceRun(Action<int> progress, CancellationToken cancellation)
{
    /// <summary>The models of one assembly.</summary>
    private const int BatchSize = 64;

    private readonly List<TestResult> _results = [];

    /// <summary>What becomes of each test, in the order of their names.</summary>
    public IReadOnlyList<TestResult> Run(IReadOnlyList<NodeTest> tests)
    {
        var batch = new List<PreparedTest>();
        foreach (NodeTest test in tests)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Prepare(test) is { } prepared)
            {
                batch.Add(prepared);
            }

            if (batch.Count == BatchSize || test == tests[^1])
            {
                Compute(batch);
                batch.Clear();
            }
        }

        return [.. _results.OrderBy(result => result.Name, StringComparer.Ordinal)];
    }

    private PreparedTest? Prepare(NodeTest test)
    {
        try
        {
            return PreparedTest.Of(test);
        }
        catch (Exception exception) when (exception is ImportException or ArtifactException or NodeException)
        {
            string reason = exception.Message.StartsWith(test.ModelPath + ": ", StringComparison.Ordinal)
                ? exception.Message[(test.ModelPath.Length + 2)..]
                : exception.Message;
            Add(new TestResult(test.Name, test.Operator, TestOutcome.Unsupported, reason));
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Add(new TestResult(test.Name, test.Operator, TestOutcome.Failed, $"import ended with {exception.GetType().Name}: {exception.Message}"));
            return null;
        }
    }

    /// <summary>Compiles and runs a batch; where one of its models cannot be compiled, halves it until that one is alone.</summary>
    private void Compute(List<PreparedTest> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        GeneratedModel[] models;
        try
        {
            models = GeneratedModels.Of([.. batch.Select(prepared => prepared.Bytes)], cancellation: cancellation);
        }
        catch (GenerationException exception) when (batch.Count == 1)
        {
            Add(new TestResult(batch[0].Test.Name, batch[0].Test.Operator, TestOutcome.Failed, exception.Message));
            return;
        }
        catch (GenerationException)
        {
            Compute(batch[..(batch.Count / 2)]);
            Compute(batch[(batch.Count / 2)..]);
            return;
        }

        foreach ((PreparedTest prepared, GeneratedModel model) in batch.Zip(models))
        {
            cancellation.ThrowIfCancellationRequested();
            Add(Run(prepared, model));
        }
    }

    private static TestResult Run(PreparedTest prepared, GeneratedModel model)
    {
        try
        {
            return prepared.Run(model);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new TestResult(
                prepared.Test.Name, prepared.Test.Operator, TestOutcome.Failed, $"inference ended with {exception.GetType().Name}: {exception.Message}");
        }
    }

    private void Add(TestResult result)
    {
        _results.Add(result);
        progress(_results.Count);
    }
}

using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Verification.Conformance;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>ONNX's operator tests, from the model to the numbers of the generated code, as <c>deepc conformance</c> runs them.</summary>
public class ConformanceTests
{
    private const string Folder = "onnx-node-tests/node-opset-latest";

    [DataFact(Folder)]
    [Trait("Category", "Slow")]
    public void No_test_fails_and_those_that_the_page_of_operators_names_are_unsupported()
    {
        IReadOnlyList<NodeTest> tests = NodeTest.Find(Path.Combine(Repository.Data, Folder));

        IReadOnlyList<TestResult> results = new ConformanceRun(_ => { }, CancellationToken.None).Run(tests);

        Assert.Equal(tests.Count, results.Count);
        Assert.DoesNotContain(results, result => result.Outcome == TestOutcome.Failed);
        Assert.Equal(
            OperatorsPage.UnsupportedTests(), results.Where(result => result.Outcome == TestOutcome.Unsupported).Select(result => result.Name));
    }

    [DataFact(Folder)]
    public void A_wrong_output_is_a_failure_that_names_the_element()
    {
        NodeTest test = NodeTest.Find(Path.Combine(Repository.Data, Folder)).Single(test => test.Name == "test_relu");
        PreparedTest prepared = PreparedTest.Of(test);
        float[] wrong = [.. prepared.Expected[0].Floats];
        wrong[3] += 1;

        TestResult result = (prepared with { Expected = [new(prepared.Expected[0].Shape, wrong)] }).Run(Assert.Single(GeneratedModels.Of([prepared.Bytes])));

        Assert.Equal(TestOutcome.Failed, result.Outcome);
        Assert.Contains("output 0, element 3 is ", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1.0009, true)]
    [InlineData(1, 1.0011, false)]
    [InlineData(0, 9e-8, true)]
    [InlineData(0, 2e-7, false)]
    [InlineData(double.NaN, double.NaN, true)]
    [InlineData(1, double.NaN, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, true)]
    [InlineData(double.PositiveInfinity, 1, false)]
    public void Numbers_agree_within_ONNXs_own_tolerance(double expected, double actual, bool agrees) =>
        Assert.Equal(agrees, Tolerance.Onnx.Accepts(expected, actual));
}

using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Training;

public class EvaluationTests
{
    // The only pixel of an image says what the "network" below answers.
    private static readonly Dataset Data = new(
        "pixels", new ImageShape(1, 1, 1),
        Enumerable.Range(0, 600).Select(i => (byte)(i % 3)).ToArray(),
        Enumerable.Range(0, 600).Select(i => i < 150 ? (i + 1) % 3 : i % 3).ToArray(),
        ["a", "b", "c"]);

    [Fact]
    public void Predictions_are_the_largest_logits_and_errors_are_counted()
    {
        EvaluationResult result = Evaluation.Run(AnswerPixel, outputs: 3, Data);
        Assert.Equal(Data.Pixels.ToArray().Select(pixel => (int)pixel), result.Predictions);
        Assert.Equal(150, result.Errors);
        Assert.Equal(25, result.ErrorPercent);
    }

    [Fact]
    public void Of_equal_logits_the_first_counts()
    {
        EvaluationResult result = Evaluation.Run((_, logits) => logits.Fill(1), outputs: 3, Data);
        Assert.All(result.Predictions, prediction => Assert.Equal(0, prediction));
    }

    [Fact]
    public void An_output_that_is_not_a_number_is_an_error_that_names_the_image()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Evaluation.Run(
            (inputs, logits) =>
            {
                AnswerPixel(inputs, logits);
                logits[^1] = inputs.Length < 256 ? float.NaN : 0;
            },
            outputs: 3, Data));
        Assert.Contains("image 599", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_evaluation_stops()
    {
        Assert.Throws<OperationCanceledException>(() => Evaluation.Run(AnswerPixel, outputs: 3, Data, new CancellationToken(canceled: true)));
    }

    private static void AnswerPixel(ReadOnlySpan<float> inputs, Span<float> logits)
    {
        logits.Clear();
        for (int i = 0; i < inputs.Length; i++)
        {
            logits[(3 * i) + (int)MathF.Round(inputs[i] * 255)] = 1;
        }
    }
}

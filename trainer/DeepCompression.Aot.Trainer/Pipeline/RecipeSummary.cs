using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// A recipe in one line, short enough for an artifact: its name, its layers, and the methods that it uses beyond magnitude pruning,
/// nearest shared values in half precision, and Huffman coding.
/// </summary>
internal static class RecipeSummary
{
    private static readonly PruningMethod PlainPruning = new();

    /// <summary>Such as <c>best 4b 4b 4b curvature/bits^2 30%↔ live 2500 in 430 30+100+80+42+16 λ0.01 bias:4b tiny/tiny 2+3x lenet-5*0.7@3 dropout:off</c>.</summary>
    public static string Of(CompressionRecipe recipe) =>
        string.Join(' ', new[] { recipe.Name }.Concat(Methods(recipe)).Concat(Aids(recipe.Aids)).Where(part => part.Length > 0));

    private static IEnumerable<string> Methods(CompressionRecipe recipe)
    {
        foreach (LayerRecipe layer in recipe.Layers)
        {
            yield return layer.ToString();
        }

        yield return recipe.BitsTolerance is double tolerance ? Text($"auto:{tolerance}") : "";
        yield return recipe.PruningMethod == PlainPruning ? "" : recipe.PruningMethod.ToString();
        yield return Text($"in {recipe.Schedule.Rounds}");
        TrainingPhase[] phases = [recipe.Dense, recipe.Pruning, recipe.Retraining, recipe.Freezing, recipe.Sharing];
        yield return string.Join('+', phases.Where(phase => phase != recipe.Freezing || phase.Epochs > 0).Select(phase => Text($"{phase.Epochs}")));
        yield return recipe.EntropyPrice > 0 ? Text($"λ{recipe.EntropyPrice}") : "";
        yield return recipe.BiasBits is int bits ? Text($"bias:{bits}b") : "";
        yield return recipe.Initialisation == CodebookInitialisation.Linear ? "" : Lower(recipe.Initialisation);
        bool isHalf = recipe is { CodebookFormat: NumberFormat.Half, BiasFormat: NumberFormat.Half };
        yield return isHalf ? "" : $"{Lower(recipe.CodebookFormat)}/{Lower(recipe.BiasFormat)}";
        yield return recipe.Coding == CodingScheme.Huffman ? "" : $"{Lower(recipe.Coding)} codes";
    }

    private static IEnumerable<string> Aids(TrainingAids aids)
    {
        yield return aids.Augmentation is { } images ? Text($"{images.Originals}+{images.Copies}x") : "";
        yield return aids.Teacher is string teacher ? Text($"{teacher}*{aids.Loss.TeacherWeight}@{aids.Loss.Temperature}") : "";
        yield return aids.Loss.LabelSmoothing > 0 ? Text($"smooth:{aids.Loss.LabelSmoothing}") : "";
        yield return aids.DropoutWhenSparse ? "" : "dropout:off";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

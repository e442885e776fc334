using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Training;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>What options make of a recipe; nothing is trained.</summary>
public class RecipeOptionsTests
{
    private static readonly CompressionRecipe Best = ReferenceRecipes.Find("lenet-5")!;
    private static readonly CompressionRecipe Paper = ReferenceRecipes.Find("lenet-5", ReferenceRecipes.Paper)!;

    [Fact]
    public void Without_options_every_recipe_stays_as_it_is() => Assert.All(ReferenceRecipes.Names, name =>
    {
        CompressionRecipe recipe = ReferenceRecipes.Find("lenet-300-100", name)!;
        Assert.Equal(recipe, Apply(recipe));
    });

    [Fact]
    public void Densities_replace_the_common_number_of_weights()
    {
        CompressionRecipe recipe = Apply(Best, "--densities", "0.66,0.12,0.08,0.19");
        Assert.Null(recipe.PruningMethod.TotalWeights);
        Assert.Equal<PruningRule?>(
            [new DensityRule(0.66), new DensityRule(0.12), new DensityRule(0.08), new DensityRule(0.19)], recipe.Layers.Select(layer => layer.Pruning));
        Assert.Equal(Best.PruningMethod.Saliency, recipe.PruningMethod.Saliency);
    }

    [Fact]
    public void Sensitivities_replace_it_too()
    {
        CompressionRecipe recipe = Apply(Best, "--sensitivities", "0.5");
        Assert.Null(recipe.PruningMethod.TotalWeights);
        Assert.All(recipe.Layers, layer => Assert.Equal(new ThresholdRule(0.5), layer.Pruning));
    }

    [Fact]
    public void A_common_number_of_weights_replaces_densities()
    {
        CompressionRecipe recipe = Apply(Paper, "--weights", "12345");
        Assert.Equal(12_345, recipe.PruningMethod.TotalWeights);
        Assert.All(recipe.Layers, layer => Assert.Null(layer.Pruning));
    }

    [Fact]
    public void Pruning_has_an_option_for_each_of_its_methods()
    {
        string[] options = ["--score", "curvature", "--rate-exponent", "1.5", "--regrowth", "0.2", "--dead-units", "remove", "--weights", "9"];
        Assert.Equal(
            new PruningMethod { Saliency = new CurvatureSaliency(), RateExponent = 1.5, Regrowth = 0.2, RemoveDeadUnits = true, TotalWeights = 9 },
            Apply(Paper, options).PruningMethod);
        PruningMethod method = Apply(Best, "--score", "magnitude", "--dead-units", "keep", "--rate-exponent", "0", "--regrowth", "0").PruningMethod;
        Assert.Equal(new PruningMethod { TotalWeights = Best.PruningMethod.TotalWeights }, method);
    }

    [Fact]
    public void Sharing_has_an_option_for_each_of_its_methods()
    {
        CompressionRecipe recipe = Apply(
            Paper, "--bits", "3", "--bias-bits", "5", "--entropy-price", "0.01", "--codebook", "tiny", "--biases", "single", "--coding", "fixed");
        Assert.All(recipe.Layers, layer => Assert.Equal(3, layer.CodebookBits));
        Assert.Equal((5, 0.01), (recipe.BiasBits, recipe.EntropyPrice));
        Assert.Equal((NumberFormat.Tiny, NumberFormat.Single, CodingScheme.Fixed), (recipe.CodebookFormat, recipe.BiasFormat, recipe.Coding));
        Assert.Null(Apply(Best, "--bias-bits", "0").BiasBits);
    }

    [Fact]
    public void Automatic_bits_have_a_tolerance_and_given_ones_none()
    {
        CompressionRecipe automatic = Apply(Best, "--bits", "auto");
        Assert.Equal(BitAllocation.DefaultTolerance, automatic.BitsTolerance);
        Assert.Equal(Best.Layers, automatic.Layers);
        Assert.Equal(0.5, Apply(Best, "--bits", "auto", "--bits-tolerance", "0.5").BitsTolerance);
        Assert.Null(Apply(automatic, "--bits", "3").BitsTolerance);
    }

    [Fact]
    public void Rounds_keep_the_density_at_which_they_begin() =>
        Assert.Equal(new PruningSchedule(12, Best.Schedule.FirstDensity), Apply(Best, "--rounds", "12").Schedule);

    [Fact]
    public void A_recipe_that_does_not_freeze_learns_at_the_rate_of_sharing_when_it_shall()
    {
        Assert.Equal(Paper.Sharing with { Epochs = 4 }, Apply(Paper, "--freeze-epochs", "4").Freezing);
        Assert.Equal(Best.Freezing with { Epochs = 4 }, Apply(Best, "--freeze-epochs", "4").Freezing);
    }

    [Fact]
    public void Aids_have_an_option_each()
    {
        TrainingAids aids = Apply(
            Paper, "--copies", "4", "--teacher", "lenet-300-100", "--teacher-weight", "0.25", "--temperature", "2", "--label-smoothing", "0.1", "--sparse-dropout", "off").Aids;
        var expected = new TrainingAids
        {
            Augmentation = new Augmentation(4, Augmentation.Default.Originals),
            Teacher = "lenet-300-100",
            DropoutWhenSparse = false,
            Loss = new LossSettings(0.1f, 0.25f, 2),
        };
        Assert.Equal(expected, aids);
    }

    [Fact]
    public void A_teacher_is_listened_to_without_being_told_how_much() =>
        Assert.InRange(Apply(Paper, "--teacher", "self").Aids.Loss.TeacherWeight, 0.1f, 0.9f);

    [Fact]
    public void No_teacher_and_no_copies_leave_labels_and_images_alone()
    {
        TrainingAids aids = Apply(Best, "--teacher", "none", "--copies", "0").Aids;
        Assert.Equal((null, null, LossSettings.Plain), (aids.Teacher, aids.Augmentation, aids.Loss));
    }

    [Theory]
    [InlineData("--weights", "--densities", "--weights", "100", "--densities", "0.1")]
    [InlineData("--weights", "--sensitivities", "--weights", "100", "--sensitivities", "1")]
    [InlineData("--bits-tolerance", "--bits auto", "--bits-tolerance", "0.1", "--bits", "3")]
    [InlineData("--temperature", "--teacher", "--teacher", "none", "--temperature", "2")]
    public void What_excludes_each_other_is_named(string one, string other, params string[] options)
    {
        string message = Assert.Throws<UsageException>(() => Apply(Best, options)).Message;
        Assert.Contains(one, message, StringComparison.Ordinal);
        Assert.Contains(other, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--weights", "0")]
    [InlineData("--score", "luck")]
    [InlineData("--rate-exponent", "-1")]
    [InlineData("--regrowth", "1")]
    [InlineData("--dead-units", "yes")]
    [InlineData("--bias-bits", "9")]
    [InlineData("--entropy-price", "NaN")]
    [InlineData("--codebook", "double")]
    [InlineData("--coding", "gzip")]
    [InlineData("--copies", "21")]
    [InlineData("--teacher", "sage")]
    [InlineData("--teacher-weight", "0")]
    [InlineData("--temperature", "0")]
    [InlineData("--label-smoothing", "1")]
    public void A_value_that_makes_no_sense_is_refused_with_the_option(string option, string value)
    {
        (Command command, _) = Create();
        Assert.Contains(value, Assert.Single(command.Parse([option, value]).Errors).Message, StringComparison.Ordinal);
    }

    private static CompressionRecipe Apply(CompressionRecipe recipe, params string[] options)
    {
        (Command command, RecipeOptions recipeOptions) = Create();
        ParseResult parsed = command.Parse(options);
        Assert.Empty(parsed.Errors);
        return recipeOptions.Apply(recipe, parsed);
    }

    private static (Command Command, RecipeOptions Options) Create()
    {
        var command = new RootCommand();
        var options = new RecipeOptions();
        options.AddTo(command);
        return (command, options);
    }
}

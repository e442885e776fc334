using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

public sealed class ReferenceRecipesTests
{
    public static TheoryData<string> Networks { get; } = new(ReferenceNetworks.Names);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_reference_network_has_every_recipe(string network) => Assert.All(ReferenceRecipes.Names, name =>
    {
        CompressionRecipe recipe = Assert.IsType<CompressionRecipe>(ReferenceRecipes.Find(network, name));
        Assert.Equal(ReferenceNetworks.Find(network)!.Weights.Count(), recipe.Layers.Length);
    });

    [Fact]
    public void An_unknown_recipe_is_none() => Assert.Null(ReferenceRecipes.Find("lenet-5", "worst"));

    [Fact]
    public void The_quickstart_trains_lenet_300_100() =>
        Assert.Equal(ReferenceNetworks.Find("lenet-300-100")!.Weights.Count(), ReferenceRecipes.Quickstart.Layers.Length);

    [Fact]
    public void A_network_without_a_recipe_gets_none() => Assert.Null(ReferenceRecipes.Find("alexnet"));

    [Fact]
    public void A_known_recipe_goes_by_its_name_whatever_the_seed()
    {
        CompressionRecipe recipe = ReferenceRecipes.Find("lenet-5")!;
        Assert.Equal(recipe.Name, ReferenceRecipes.Describe(recipe with { Seed = 77 }));
    }

    [Fact]
    public void A_changed_recipe_tells_what_decides_its_result()
    {
        CompressionRecipe recipe = ReferenceRecipes.Find("lenet-300-100")! with
        {
            Layers = new([new(4), new(5), new(6)]),
            Schedule = new(17),
            PruningMethod = new() { Saliency = new CurvatureSaliency(), RateExponent = 1.5, Regrowth = 0.3, RemoveDeadUnits = true, TotalWeights = 1234 },
            Dense = new(7, 1e-3f, 1e-5f),
            Pruning = new(6, 1e-3f, 1e-5f),
            Retraining = new(5, 1e-3f, 1e-5f),
            Freezing = new(4, 1e-3f, 1e-5f),
            Sharing = new(3, 1e-3f, 1e-5f),
            EntropyPrice = 0.02,
            BiasBits = 3,
            Aids = new() { Augmentation = new(3, 2), Teacher = TrainingAids.OwnTeacher, DropoutWhenSparse = false, Loss = new(0.1f, 0.5f, 2) },
        };
        Assert.Equal(
            "best 4b 5b 6b curvature/bits^1.5 30%↔ live 1234 in 17 7+6+5+4+3 λ0.02 bias:3b tiny/tiny 2+3x self*0.5@2 smooth:0.1 dropout:off",
            ReferenceRecipes.Describe(recipe));
    }

    [Fact]
    public void A_plain_recipe_is_told_by_its_layers_rounds_and_epochs()
    {
        CompressionRecipe recipe = ReferenceRecipes.Find("lenet-300-100", ReferenceRecipes.Paper)!.WithRules(
            [new DensityRule(0.125), new ThresholdRule(0.5), new DensityRule(1)]) with { Coding = CodingScheme.Fixed };
        Assert.Equal("paper 12.5%:6b 0.5σ:6b 100%:6b in 20 30+6+14+5 fixed codes", ReferenceRecipes.Describe(recipe));
    }
}

using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

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
            Layers = new([new(0.125, 4), new(0.5, 5), new(6)]),
            Dense = new(7, 1e-3f, 1e-5f),
        };
        Assert.Matches(@"^\w+ 12\.5%:4b 50%:5b 6b 7\+\d+\+\d+\+\d+$", ReferenceRecipes.Describe(recipe));
    }
}

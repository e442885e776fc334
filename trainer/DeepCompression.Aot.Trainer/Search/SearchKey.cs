using System.Security.Cryptography;
using System.Text;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Search;

/// <summary>Identifies the trials of a search by everything that decides them but the number of weights: the dense network and the recipe.</summary>
internal static class SearchKey
{
    public static string Of(NetworkDefinition network, DatasetSplits data, CompressionRecipe recipe, ITrainingEngine engine)
    {
        CompressionRecipe common = recipe.WithTotalWeights(0);
        CompressionRecipe? teacher = recipe.Aids.Teacher is string name ? ReferenceRecipes.Find(name) : null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(DenseKey.Create(network, data, recipe, engine).Hash);
        hash.AppendData(Encoding.UTF8.GetBytes($"{common}\n{teacher}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Security.Cryptography;
using System.Text;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Identifies a result by everything that decides it: experiment, budget, seed, recipes, data, version of the tool.</summary>
internal static class ExperimentKey
{
    public static string Of(Experiment experiment, Laboratory laboratory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ExperimentBudget budget = laboratory.Budget;
        string[] settings =
        [
            typeof(ExperimentKey).Assembly.GetName().Version?.ToString() ?? "",
            $"{experiment.Name} {experiment.Version} {laboratory.Seed}",
            budget.ToString(),
            string.Join(" ", budget.DensityPowers),
            string.Join(" ", budget.RankFractions),
            string.Join(" ", budget.Bits),
            .. Laboratory.Networks.Select(laboratory.Recipe).SelectMany(recipe => new[] { recipe.ToString(), recipe.Summary }),
        ];
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', settings)));
        Append(hash, laboratory.Data);
        if (experiment.UsesSecondData)
        {
            Append(hash, laboratory.SecondData);
        }

        foreach (string file in experiment.Files(laboratory))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, DatasetSplits data)
    {
        foreach (Dataset set in new[] { data.Train, data.Validation, data.Test })
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{set.Name} {set.Count} {set.Shape} {set.Normalisation}"));
            set.AppendTo(hash);
        }
    }
}

using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Search;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>The options that search the best artifact under a constraint instead of making one.</summary>
internal sealed class SearchOptions
{
    /// <summary>The option of the least ratio.</summary>
    public const string RatioName = "--target-ratio";

    /// <summary>The option of the most error.</summary>
    public const string ErrorName = "--target-error";

    /// <summary>The option of the number of trials.</summary>
    public const string TrialsName = "--trials";

    private const int DefaultTrials = 8;
    private const int MostTrials = 100;

    private readonly Option<double?> _error = NumberOption.Create(
        ErrorName, "Search the smallest file whose validation error is at most this many percent.", number => number <= 100, "a number from 0 to 100");

    private readonly Option<double?> _ratio = NumberOption.Create(
        RatioName, "Search the least validation error of a file at least this many times smaller than the dense network.", number => number >= 1, "a number from 1 on");

    private readonly Option<int?> _trials = CountOption.Create(
        TrialsName, $"The most artifacts that a search tries; {DefaultTrials} by default. Interrupted, the same command goes on.", 1, MostTrials);

    /// <summary>The least ratio, or null where the option is not given.</summary>
    public double? Ratio(ParseResult arguments) => arguments.GetValue(_ratio);

    /// <summary>The most error in percent, or null where the option is not given.</summary>
    public double? Error(ParseResult arguments) => arguments.GetValue(_error);

    /// <summary>The number of trials, or null where the option is not given.</summary>
    public int? Trials(ParseResult arguments) => arguments.GetValue(_trials);

    public void AddTo(Command command)
    {
        command.Options.Add(_error);
        command.Options.Add(_ratio);
        command.Options.Add(_trials);
    }

    /// <summary>What to search for and with how many trials; null where an artifact is to be made as the recipe says.</summary>
    /// <param name="network">The network.</param>
    /// <param name="perLayer">The option that gives each layer a number of weights of its own, if one does.</param>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="UsageException">Options exclude each other.</exception>
    public SearchPlan? Plan(NetworkDefinition network, string? perLayer, ParseResult arguments)
    {
        (double? error, double? ratio, int? trials) = (arguments.GetValue(_error), arguments.GetValue(_ratio), arguments.GetValue(_trials));
        if (error is not null && ratio is not null)
        {
            throw new UsageException($"{_error.Name} and {_ratio.Name} exclude each other.");
        }

        if (error is null && ratio is null)
        {
            return trials is null ? null : throw new UsageException($"{_trials.Name} needs {_error.Name} or {_ratio.Name}.");
        }

        if (perLayer is not null)
        {
            throw new UsageException($"{perLayer} and {(error is null ? _ratio : _error).Name} exclude each other; --weights says where a search starts.");
        }

        SearchTarget target = error is double percent ? new ErrorTarget(percent) : new RatioTarget(ratio!.Value, network.DenseBytes);
        return new SearchPlan(target, trials ?? DefaultTrials);
    }
}

/// <summary>A search to run.</summary>
/// <param name="Target">What to look for.</param>
/// <param name="MaxTrials">The most trials.</param>
internal sealed record SearchPlan(SearchTarget Target, int MaxTrials);

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A value, or the problem that prevents it; a network the generator cannot handle is never an exception.</summary>
internal sealed record Result<T>
    where T : class
{
    private Result(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    public T? Value { get; }

    public Problem? Problem { get; }

    public static Result<T> Success(T value) => new(value, null);

    public static Result<T> Failure(Problem problem) => new(null, problem);

    /// <summary>The next step's result, or this problem.</summary>
    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next)
        where TNext : class => Value is null ? Result<TNext>.Failure(Problem!) : next(Value);
}

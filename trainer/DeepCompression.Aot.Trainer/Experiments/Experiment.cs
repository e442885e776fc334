namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>One experiment: a table or figure of the paper, or a question that its reviewers asked.</summary>
/// <param name="name">The name by which the command line and files know it, such as <c>figure-6</c>.</param>
/// <param name="title">What it is, as a heading.</param>
/// <param name="question">What it shows and where it comes from, in a sentence or two.</param>
internal abstract class Experiment(string name, string title, string question)
{
    public string Name => name;

    public string Title => title;

    public string Question => question;

    /// <summary>Raised when the experiment changes, so that results of the former version are not taken for its own.</summary>
    public virtual int Version => 1;

    /// <summary>Whether it reads the second data set.</summary>
    public virtual bool UsesSecondData => false;

    /// <summary>Why it cannot run here, or null if it can.</summary>
    public virtual string? Obstacle(Laboratory laboratory) => null;

    /// <summary>Files that it reads beside the data; they decide its results.</summary>
    public virtual IEnumerable<string> Files(Laboratory laboratory) => [];

    /// <summary>Does the work.</summary>
    /// <exception cref="OperationCanceledException">The laboratory was asked to stop.</exception>
    public abstract ExperimentOutput Run(Laboratory laboratory);
}

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>Data could not be read, downloaded or accepted. The message names the file, the place in it and the remedy.</summary>
public sealed class DataException : TrainerException
{
    internal DataException(string file, string place, string problem, string remedy, Exception? inner = null)
        : base($"{file}: {place}: {problem} {remedy}", inner)
    {
        File = file;
        Place = place;
        Remedy = remedy;
    }

    /// <summary>The file, folder or address that is at fault.</summary>
    public string File { get; }

    /// <summary>Where in it, such as <c>header, byte 4</c> or <c>label 17</c>.</summary>
    public string Place { get; }

    /// <summary>What the user can do about it, a sentence.</summary>
    public string Remedy { get; }
}

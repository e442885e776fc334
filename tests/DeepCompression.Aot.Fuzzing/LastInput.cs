using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace DeepCompression.Aot.Fuzzing;

/// <summary>
/// Which input is being tried, in a file that is mapped into memory: the operating system keeps it even where the process dies, of a
/// protected page that was touched or of a stack that is full, so that the next run can say with which input the last one ended.
/// </summary>
internal sealed class LastInput : IDisposable
{
    private const int SeedPlace = 0;
    private const int NumberPlace = sizeof(ulong);
    private const int Length = NumberPlace + sizeof(long);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Opens the file of a folder, made if need be.</summary>
    public LastInput(string folder)
    {
        Directory.CreateDirectory(folder);
        _file = MemoryMappedFile.CreateFromFile(Path.Combine(folder, "last-input"), FileMode.OpenOrCreate, mapName: null, Length);
        _view = _file.CreateViewAccessor(0, Length);
        long number = _view.ReadInt64(NumberPlace) - 1;
        Message = number < 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"The run before this one died of input {number}; again: --seed {_view.ReadUInt64(SeedPlace)} --first {number} --inputs 1");
    }

    /// <summary>How to try again the input with which the last run died; null if it did not.</summary>
    public string? Message { get; }

    /// <summary>An input is tried.</summary>
    public void Begin(ulong seed, long number)
    {
        _view.Write(SeedPlace, seed);

        // Plus one, since a new file is full of zeros.
        _view.Write(NumberPlace, number + 1);
    }

    /// <summary>It did not end the process.</summary>
    public void End() => _view.Write(NumberPlace, 0L);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}

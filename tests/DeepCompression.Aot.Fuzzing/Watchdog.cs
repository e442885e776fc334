using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Fuzzing.Rules;

namespace DeepCompression.Aot.Fuzzing;

/// <summary>Ends the process, and says with which input, where a target does not return.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private readonly string _folder;
    private FuzzInput? _input;
    private string _name = string.Empty;

    /// <summary>Watches.</summary>
    /// <param name="folder">Where the input goes that does not end.</param>
    public Watchdog(string folder)
    {
        _folder = folder;
        _timer = new Timer(_ => GiveUp());
    }

    /// <summary>An input is tried.</summary>
    public void Begin(FuzzInput input, string name)
    {
        lock (_gate)
        {
            (_input, _name) = (input, name);
            _timer.Change(Longest, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>It is done.</summary>
    public void End()
    {
        lock (_gate)
        {
            _input = null;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void GiveUp()
    {
        lock (_gate)
        {
            if (_input is not null)
            {
                Environment.FailFast(FindingFile.Write(new Finding(_input, $"it does not end within {Longest.TotalSeconds:F0} s"), _folder, _name));
            }
        }
    }
}

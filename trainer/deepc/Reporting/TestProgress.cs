using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>How many tests are done, on the error stream: one line that is written over where a person watches, else a line now and then.</summary>
/// <param name="terminal">Where to write.</param>
/// <param name="count">All tests.</param>
internal sealed class TestProgress(Terminal terminal, int count) : IDisposable
{
    /// <summary>A pipe gets a line after as many tests.</summary>
    private const int Step = 100;

    private bool _isOpen;

    public void Show(int done)
    {
        if (terminal.ErrorIsTerminal)
        {
            terminal.Error.Write($"\r{done} of {count} tests");
            _isOpen = true;
        }
        else if (done % Step == 0)
        {
            terminal.Error.WriteLine($"{done} of {count} tests");
        }
    }

    /// <summary>Ends the line.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            terminal.Error.WriteLine();
            _isOpen = false;
        }
    }
}

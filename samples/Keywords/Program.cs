using System.Diagnostics;
using System.Globalization;
using KeywordsSample.Features;
using KeywordsSample.Sound;

namespace KeywordsSample;

internal static class Program
{
    private const string Help =
        """
        Keywords: hears down, go, left, no, off, on, right, stop, up and yes in sound, with a network that is compiled into the program.

        Keywords FILE.wav    print each keyword and when it was heard; 16-bit PCM, mono, 16 kHz
        Keywords -           listen to standard input, a WAV file or raw samples:
                             arecord -q -t raw -f S16_LE -c 1 -r 16000 | Keywords -
        Keywords --help      print this

        The exit code is 0, 1 after an error, 2 after an error in the command line.
        """;

    private static int Main(string[] arguments)
    {
        try
        {
            Run(arguments);
            return 0;
        }
        catch (SampleException e)
        {
            Console.Error.WriteLine($"Keywords: {e.Message}.");
            return e.IsUsage ? 2 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Keywords: {e.Message}");
            return 1;
        }
    }

    private static void Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["--help" or "-h"]:
                Console.WriteLine(Help);
                break;
            case ["-"]:
                using (Stream input = Console.OpenStandardInput())
                {
                    Listen(PcmReader.Open(input, "standard input", mayBeRaw: true));
                }

                break;
            case [string file] when !file.StartsWith('-'):
                using (Stream input = File.OpenRead(file))
                {
                    Listen(PcmReader.Open(input, file));
                }

                break;
            default:
                throw new SampleException("name one WAV file, or - for standard input; see --help", isUsage: true);
        }
    }

    private static void Listen(PcmReader sound)
    {
        var spotter = new KeywordSpotter();
        short[] hop = new short[SlidingFeatures.HopLength];
        long samples = 0;
        long allocated = 0;
        long ticks = 0;

        // Half a second of silence behind the sound: a word at its end is heard like any other.
        for (int hopsOfSilence = 0; hopsOfSilence < 25;)
        {
            int read = sound.Read(hop);
            hop.AsSpan(read).Clear();
            samples += read;
            hopsOfSilence += read == 0 ? 1 : 0;

            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            bool isCertain = spotter.Listen(hop, out Keyword keyword);
            ticks += Stopwatch.GetTimestamp() - start;
            allocated += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            if (isCertain)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{keyword.Seconds,7:F2} s  {keyword.Word,-5}  {100 * keyword.Probability:F0} %"));
            }
        }

        double seconds = (double)samples / PcmReader.SampleRate;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds:F2} s of sound, heard in {1000.0 * ticks / Stopwatch.Frequency:F1} ms with {allocated} bytes allocated"));
    }
}

namespace DeepCompression.Aot.Tasks;

/// <summary>Puts a finished file in its place in one step, so that builds at the same time each see a whole one.</summary>
internal static class FinishedFile
{
    private const int Attempts = 10;

    /// <summary>Gives a temporary file the name that it is for, whether there is one of that name or not.</summary>
    /// <exception cref="IOException">The file cannot be put there.</exception>
    public static void Move(string temporary, string path)
    {
        int attempt = 1;
        while (!TryMove(temporary, path, isLast: attempt == Attempts))
        {
            attempt++;
        }
    }

    /// <summary>Replaces a file that is there and moves to where none is; another build may bring or take one away in between.</summary>
    private static bool TryMove(string temporary, string path, bool isLast)
    {
        try
        {
            if (File.Exists(path))
            {
                File.Replace(temporary, path, destinationBackupFileName: null);
            }
            else
            {
                File.Move(temporary, path);
            }

            return true;
        }
        catch (IOException) when (!isLast)
        {
            return false;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text;

namespace VerifyXunit;

/// <summary>
/// Snapshots in Verify's file layout and under its entry point's name, for feeds that lack that package; the property
/// UseVerifyPackage references it instead. A snapshot is Class.Method.verified.cs beside the test; what differs is written to
/// Class.Method.received.cs, to be looked at and renamed.
/// </summary>
internal static class Verifier
{
    /// <summary>Compares a text with the test's snapshot.</summary>
    /// <param name="target">The text.</param>
    /// <param name="extension">The snapshot's extension, without a dot.</param>
    /// <param name="sourceFile">The test's file, which is named after its class.</param>
    /// <param name="method">The test.</param>
    public static async Task Verify(
        string target, string extension, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(sourceFile)!, $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}");
        string verified = $"{path}.verified.{extension}";
        string received = $"{path}.received.{extension}";
        string text = target.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (File.Exists(verified) && await File.ReadAllTextAsync(verified) == text)
        {
            File.Delete(received);
            return;
        }

        await File.WriteAllTextAsync(received, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.Fail($"{Path.GetFileName(received)} differs from {Path.GetFileName(verified)}. Compare them; if the new text is right, rename it.");
    }
}

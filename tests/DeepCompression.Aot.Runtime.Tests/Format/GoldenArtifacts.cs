using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

/// <summary>The checked-in artifacts of tests/golden.</summary>
internal static class GoldenArtifacts
{
    /// <summary>The names of the valid ones.</summary>
    public static TheoryData<string> ValidNames =>
        [.. Directory.GetFiles(Repository.File("tests", "golden", "valid"), "*" + Artifact.Extension)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)];

    /// <summary>Name, expected fault and expected fragment of the message of the corrupt ones.</summary>
    public static TheoryData<string, string, string> Corrupt
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (string line in File.ReadLines(Repository.File("tests", "golden", "corrupt", "expected.tsv")))
            {
                string[] columns = line.Split('\t');
                data.Add(columns[0], columns[1], columns[2]);
            }

            return data;
        }
    }

    public static byte[] Valid(string name) => File.ReadAllBytes(Repository.File("tests", "golden", "valid", name + Artifact.Extension));

    public static byte[] CorruptFile(string name) => File.ReadAllBytes(Repository.File("tests", "golden", "corrupt", name + Artifact.Extension));
}

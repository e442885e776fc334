using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>How every report looks as JSON: indented, camelCase names, enumerations as names; what does not apply is left out.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
        NewLine = "\n",
    };

    public static void Write<T>(TextWriter writer, T report) => writer.WriteLine(JsonSerializer.Serialize(report, Options));
}

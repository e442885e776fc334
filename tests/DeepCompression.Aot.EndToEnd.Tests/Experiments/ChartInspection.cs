using System.Text.Json.Nodes;

namespace DeepCompression.Aot.Tests.Experiments;

/// <summary>Finds in a browser what is wrong with the charts of a page.</summary>
internal static class ChartInspection
{
    /// <summary>
    /// For every chart its title, the parts of its series without a drawn shape, shapes outside the picture, and pairs of texts
    /// that overlap.
    /// </summary>
    public const string Script = """
        [...document.querySelectorAll('svg.chart')].map(svg => {
          const frame = svg.getBoundingClientRect();
          const boxes = elements => [...elements].map(element => element.getBoundingClientRect());
          const outside = box => box.left < frame.left - 1 || box.top < frame.top - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1;
          const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
          const series = [...svg.querySelectorAll('.series')];
          const texts = [...svg.querySelectorAll('text')];
          const places = boxes(texts);
          return {
            title: svg.querySelector('title').textContent,
            series: series.length,
            empty: series.filter(group => !boxes(group.querySelectorAll('rect, circle, path, polyline')).some(box => box.width + box.height > 1)).length,
            outside: boxes(svg.querySelectorAll('text, .series *')).filter(outside).length,
            overlaps: texts.flatMap((text, i) => texts.slice(i + 1).filter((_, j) => meets(places[i], places[i + 1 + j])).map(other => text.textContent + ' | ' + other.textContent)),
          };
        })
        """;

    /// <summary>Asserts that a chart, as the script reports it, has data, nothing outside its frame and no texts that overlap.</summary>
    public static void AssertSound(JsonNode chart)
    {
        string title = (string)chart["title"]!;
        Assert.True((int)chart["series"]! > 0, title);
        Assert.Equal((title, 0, 0, ""), (title, (int)chart["empty"]!, (int)chart["outside"]!, string.Join("; ", chart["overlaps"]!.AsArray())));
    }
}

namespace DeepCompression.Aot.Trainer.Pages;

/// <summary>The look of every page: light or dark on a screen as the reader has it, light on paper.</summary>
internal static class PageStyle
{
    public const string Sheet = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, "DejaVu Sans", Arial, sans-serif; color: #222; background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.8rem; line-height: 1.2; }
        h2 { font-size: 1.3rem; margin-top: 3rem; border-bottom: 1px solid #ddd; }
        nav ol { columns: 18rem; padding-left: 1.4rem; }
        a { color: #0072b2; }
        figure { margin: 1.2rem 0; }
        svg.chart { max-width: 100%; height: auto; display: block; margin: 0 auto; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; margin: 1.2rem 0; }
        caption { text-align: left; font-weight: 600; padding-bottom: 0.3rem; }
        th, td { padding: 0.2rem 0.6rem; text-align: right; }
        th.first, td.first { text-align: left; padding-left: 0; white-space: nowrap; }
        thead th { border-bottom: 1px solid #555; vertical-align: bottom; font-weight: 600; }
        tbody tr:nth-child(even) { background: #f6f6f6; }
        .warning { border-left: 4px solid #d55e00; padding-left: 0.8rem; }
        .note { max-width: 46rem; }
        footer { color: #555; font-size: 0.8rem; }
        dl { display: grid; grid-template-columns: max-content auto; gap: 0.2rem 1rem; }
        dt { font-weight: 600; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .layer { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
        .layer figure { flex: 1 1 26rem; margin: 0; }
        img { image-rendering: pixelated; border: 1px solid #555; max-width: 100%; }
        figcaption { color: #555; font-size: 0.85rem; }
        @media screen and (prefers-color-scheme: dark) {
          body { color: #ddd; background: #181818; }
          a { color: #56b4e9; }
          h2 { border-color: #444; }
          tbody tr:nth-child(even) { background: #222; }
          footer, figcaption { color: #aaa; }
          img { filter: invert(1); }
          svg.chart { fill: #ddd; }
          svg.chart [stroke="#DDDDDD"] { stroke: #444; }
          svg.chart [stroke="#555555"] { stroke: #aaa; }
          svg.chart [fill="#000000"] { fill: #fff; }
        }
        @page { size: A4; margin: 15mm; }
        @media print {
          body { font-size: 10pt; max-width: none; margin: 0; padding: 0; }
          section { break-before: page; }
          h2 { margin-top: 0; break-after: avoid; }
          figure, table { break-inside: avoid; }
          footer { break-before: avoid; }
          table { font-size: 7.5pt; }
          th, td { padding: 1pt 4pt; }
          .table { overflow: visible; }
          svg.chart { width: 100%; max-height: 8.5cm; }
          svg.rows { max-height: 24cm; }
          .layer figure { flex-basis: 8cm; }
          a { color: inherit; text-decoration: none; }
          tbody tr:nth-child(even) { background: none; }
          tbody tr { border-bottom: 0.5pt solid #ddd; }
        }
        """;
}
